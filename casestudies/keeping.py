"""A bounded memory for what stays true as long as a catalogue is in force."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The things used last, at most so many, shared by the threads of a process.

    With `weigh`, `most` is what they may weigh together, such as bytes. What is kept is shared:
    whoever changes it first makes a copy.
    """

    def __init__(self, most: int, weigh: Callable[[V], int] = lambda thing: 1):
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._things: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get_all(self, keys: Iterable[K], load: Callable[[list[K]], dict[K, V]]) -> dict[K, V]:
        """The things of these keys; those not kept yet are loaded together."""
        wanted = list(keys)
        found: dict[K, V] = {}
        with self._lock:
            things, used = self._things, self._things.move_to_end
            for key in wanted:
                if key in things:
                    found[key] = things[key]
                    used(key)
        if len(found) < len(wanted) and (missing := [key for key in wanted if key not in found]):
            # Outside the lock: two threads may load the same thing, and both get it right.
            loaded = load(missing)
            with self._lock:
                for key, thing in loaded.items():
                    self._put(key, thing)
            found |= loaded
        return found

    def peek(self, key: K) -> V | None:
        """The thing of this key if it is kept."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def put(self, key: K, thing: V) -> None:
        with self._lock:
            self._put(key, thing)

    def _put(self, key: K, thing: V) -> None:
        if key in self._things:
            self._weight -= self._weigh(self._things.pop(key))
        self._things[key] = thing
        self._weight += self._weigh(thing)
        while self._weight > self._most and len(self._things) > 1:
            self._weight -= self._weigh(self._things.popitem(last=False)[1])

    @overload
    def get(self, key: K, load: Callable[[], V]) -> V: ...

    @overload
    def get(self, key: K, load: Callable[[], V | None]) -> V | None: ...

    def get(self, key: K, load: Callable[[], V | None]) -> V | None:
        """The thing of this key, loaded if need be; what is not there is not kept."""

        def load_one(_keys: list[K]) -> dict[K, V]:
            thing = load()
            return {} if thing is None else {key: thing}

        return self.get_all([key], load_one).get(key)
