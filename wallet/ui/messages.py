"""What a worker tells its screen: one message that carries a frozen value. A worker never touches a widget."""

from __future__ import annotations

from textual.message import Message


class Came(Message):
    """`news` came from a worker of the screen: a frozen value of its own, or `Trouble`."""

    def __init__(self, news: object) -> None:
        super().__init__()
        self.news = news
