"""The exchange: operations judged, kept and answered; what changed, fed back."""
