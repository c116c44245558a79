package grafana

// The colours that the pages of Soundings have in the light. They stand in web/static/tokens.css, which a test compares.
const (
	colorMain = "#0b5a6e"
	colorBar  = "#4b8fa1"
	colorEdge = "#6f7f88"
	colorGood = "#1c6b3f"
	colorWarn = "#8a5300"
	colorBad  = "#a8231b"
)

// consentColors are those of a membership's states.
func consentColors() []named {
	return []named{
		{"selected", colorEdge}, {"invited", colorBar}, {"agreed", colorGood}, {"graduated", colorMain},
		{"declined", colorWarn}, {"withdrawn", colorBad},
	}
}

// invitationColors are those of an invitation's states.
func invitationColors() []named {
	return []named{
		{"created", colorEdge}, {"sent", colorBar}, {"started", colorMain}, {"completed", colorGood},
		{"bounced", colorBad}, {"expired", colorWarn},
	}
}

// bumpColors are those of the states of a bump.
func bumpColors() []named {
	return []named{
		{"new", colorEdge}, {"assessing", colorBar}, {"adapting", colorMain}, {"done", colorBar}, {"told", colorGood}, {"not_planned", colorWarn},
	}
}

// messageColors are those of the states of a message.
func messageColors() []named {
	return []named{
		{"waiting", colorEdge}, {"deferred", colorWarn}, {"sent", colorGood}, {"failed", colorBad}, {"skipped", colorBar},
	}
}

// resultColors are those of what came of a mail.
func resultColors() []named {
	return []named{
		{"sent", colorGood}, {"deferred", colorWarn}, {"trouble", colorEdge}, {"refused", colorBad}, {"bounced", colorMain},
	}
}
