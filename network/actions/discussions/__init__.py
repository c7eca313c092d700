"""What is done with topics and what is written in them: the only code that changes them.

Members `begin` topics, `reply`, `edit`, `delete`, `report` and `follow`; moderators `hide` and
`show` posts, `leave` what was reported, and `close`, `lock` and `reopen` topics. A letter about a
reply is written when everybody may read it, and not before.
"""

from .erasing import erase, forget_earlier, forget_reports, forget_unseen, let_go, withdraw
from .following import follow, has_seen, unfollow
from .moderating import CHANGE, CHANGED, close, hide, is_own, leave, lock, reopen, show
from .reporting import report
from .writing import Draft, begin, close_own, delete, edit, may_edit, reopen_own, reply, show_title

__all__ = [
    "CHANGE",
    "CHANGED",
    "Draft",
    "begin",
    "close",
    "close_own",
    "delete",
    "edit",
    "erase",
    "follow",
    "forget_earlier",
    "forget_reports",
    "forget_unseen",
    "has_seen",
    "hide",
    "is_own",
    "leave",
    "let_go",
    "lock",
    "may_edit",
    "reopen",
    "reopen_own",
    "reply",
    "report",
    "show",
    "show_title",
    "unfollow",
    "withdraw",
]
