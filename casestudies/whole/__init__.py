"""Everything public in one ZIP that stands alone, such as on a USB stick: pages, data, the booklet.

`holding` says which addresses are in it, and as which files; `asking` asks the site for each as a
visitor would; `standalone` makes a page one that needs no site; `statics` is what pages are drawn
with; `contents` puts all in order; `exporting` writes the file, whole or not at all; `keeping` is
what the admin hands out.
"""

from casestudies.whole.exporting import Done, Failed, export

__all__ = ["Done", "Failed", "export"]
