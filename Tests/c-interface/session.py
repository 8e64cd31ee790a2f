"""Calls of the library that are meant to succeed, and what is said where they do not."""

from interface import ffi, load


class Refused(Exception):
    """A call that was not carried out."""

    def __init__(self, code: int, sentence: str):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Session:
    """The library, and the handles that were opened; they are released at the end."""

    def __init__(self):
        self.library = load()
        self.handles: list[int] = []
        self._kept: list = []

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_):
        for handle in self.handles:
            self.library.rtdeep_release(handle)

    def call(self, name: str, *arguments):
        """Calls rtdeep_NAME with these arguments and a place for the message."""
        message = ffi.new("char **")
        code = getattr(self.library, f"rtdeep_{name}")(*arguments, message)
        assert (code == 0) == (message[0] == ffi.NULL)
        if code != 0:
            raise Refused(code, self._take(message[0]))

    def _take(self, text) -> str:
        value = ffi.string(text).decode()
        self.library.rtdeep_free_text(text)
        return value

    def text(self, name: str, *arguments) -> str:
        """The text that a function gives back."""
        place = ffi.new("char **")
        self.call(name, *arguments, place)
        return self._take(place[0])

    def number(self, name: str, *arguments) -> int:
        """The number that a function gives back."""
        place = ffi.new("int64_t *")
        self.call(name, *arguments, place)
        return place[0]

    def handle(self, name: str, *arguments) -> int:
        """The object that a function makes."""
        place = ffi.new("rtdeep_handle *")
        self.call(name, *arguments, place)
        self.handles.append(place[0])
        return place[0]

    def named(self, name: str, *settings: str) -> int:
        """An experiment of the catalogue."""
        return self.handle("experiment_named", name.encode(), *self.settings(settings))

    def simulation(self, name: str, *settings: str) -> int:
        """A simulation of an experiment of the catalogue."""
        return self.handle("simulation_create", self.named(name, *settings))

    def settings(self, settings):
        """Settings as two arguments."""
        return self.array("char *", [ffi.new("char[]", text.encode()) for text in settings]), len(settings)

    def array(self, kind: str, addresses: list):
        """An array of addresses; what they lead to lives as long as the session."""
        array = ffi.new(f"{kind}[]", addresses)
        self._kept.append((array, addresses))
        return array

    def values(self, simulation: int, name: str, count: int) -> list[float]:
        """The values of a quantity."""
        values = ffi.new("double[]", count)
        self.call("simulation_get", simulation, name.encode(), values, count)
        return list(values)
