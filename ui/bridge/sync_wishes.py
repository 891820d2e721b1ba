"""What a person wishes of synchronising: kept in the settings and told to the engine, as is what the network costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from sync.wishes import Wishes
from ui.settings import Choices, Settings

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

    from ui.presenters.ports import SyncController


class SyncWishes(QObject):
    """Made before the engine starts, so that a pause from the last time holds."""

    changed = Signal()

    def __init__(self, engine: SyncController, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._network: QNetworkInformation | None = None
        self._is_away = False
        self.metered = False
        """Whether the network costs by the byte, as far as the system says."""
        engine.choose(self.wishes)

    @property
    def choices(self) -> Choices:
        """The settings they are kept in."""
        return self._settings.choices

    @property
    def wishes(self) -> Wishes:
        """What holds."""
        choices = self.choices
        return Wishes(
            paused=choices.sync_paused,
            reports_only=choices.reports_only,
            quiet=(choices.quiet_from, choices.quiet_to) if choices.quiet_hours else None,
        )

    def keep(self, choices: Choices) -> None:
        """From now on, these."""
        self._settings.keep(choices)
        self._engine.choose(self.wishes)
        self.changed.emit()

    def pause(self, *, paused: bool) -> None:
        """Nothing goes by itself, or everything again."""
        self.keep(replace(self.choices, sync_paused=paused))

    # ---- the network --------------------------------------------------------------------------------

    def watch_network(self) -> None:
        """From now on the engine hears of the network; of one that the system says nothing about, nothing."""
        from PySide6.QtNetwork import QNetworkInformation  # with a cost that a start does not pay

        feature = QNetworkInformation.Feature
        if self._network is not None or not (
            QNetworkInformation.loadBackendByFeatures(feature.Metered | feature.Reachability)
            or QNetworkInformation.loadBackendByFeatures(feature.Reachability)
        ):
            return
        self._network = QNetworkInformation.instance()
        self._network.isMeteredChanged.connect(self.tell_metered)
        self._network.reachabilityChanged.connect(self._on_reachability)
        self._is_away = self._network.reachability() is QNetworkInformation.Reachability.Disconnected
        self.tell_metered(self._network.isMetered())

    @Slot(bool)
    def tell_metered(self, metered: bool) -> None:
        """Whether the network costs by the byte now."""
        if metered != self.metered:
            self.metered = metered
            self._engine.network(metered=metered)
            self.changed.emit()

    @Slot()
    def _on_reachability(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        assert self._network is not None
        self.tell_away(self._network.reachability() is QNetworkInformation.Reachability.Disconnected)

    def tell_away(self, away: bool) -> None:
        """Whether there is no network at all now."""
        came_back, self._is_away = self._is_away and not away, away
        if came_back:
            self._engine.network(metered=self.metered, came_back=True)
