"""Stands in for inspect: dataclasses describe themselves by their signature, and go without where there is none."""


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)

    def left_out(*_: object, **__: object) -> None:
        raise ValueError(f"{__name__}.{name} was left out")

    return left_out
