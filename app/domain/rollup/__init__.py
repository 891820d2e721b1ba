"""Rolling up: reports of many units, or of many periods, as one, and every figure's way back."""
