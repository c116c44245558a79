package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// The colours are named: Grafana makes of a name what can be read in the theme that somebody has chosen. Its yellow and its
// plain orange cannot in the light one.
const (
	plain   = "text" // what is not judged, and what is missing
	calm    = "blue"
	good    = "green"
	careful = "dark-orange"
	bad     = "red"
	far     = "purple"
	quiet   = "semi-dark-blue"
	pale    = "rgba(140, 140, 160, 0.5)" // marks, behind everything else, in either theme
)

// The same behind words in the cells of a table, with which Grafana writes black or white.
const (
	onCalm    = "dark-blue"
	onGood    = "super-light-green"
	onCareful = "super-light-orange"
	onBad     = "dark-red"
	onFar     = "dark-purple"
	onNothing = "transparent"
)

// places are the colours of lines by their place, the largest first.
func places() []string { return []string{calm, good, far, careful, plain, bad} }

// byPlace colours what best asks.
func byPlace() []override {
	var all []override
	for i, color := range places() {
		all = append(all, override{"byFrameRefID", refID(i), []dynamic{fixed(color)}})
	}
	return all
}

// named is a series with its colour.
type named struct{ series, color string }

// consentColors are those of a membership's states.
func consentColors() []named {
	return []named{
		{"selected", plain}, {"invited", calm}, {"agreed", good}, {"graduated", far}, {"declined", careful}, {"withdrawn", bad},
	}
}

// bumpColors are those of the states of a bump.
func bumpColors() []named {
	return []named{
		{"new", plain}, {"assessing", calm}, {"adapting", far}, {"done", quiet}, {"told", good}, {"not_planned", careful},
	}
}

// messageColors are those of the states of a message.
func messageColors() []named {
	return []named{
		{"waiting", plain}, {"deferred", careful}, {"sent", good}, {"failed", bad}, {"skipped", calm},
	}
}

// resultColors are those of what came of a mail.
func resultColors() []named {
	return []named{{"sent", good}, {"deferred", careful}, {"trouble", plain}, {"refused", bad}, {"bounced", far}}
}

// wayColors are those of the ways in which people are reached.
func wayColors() []named {
	return []named{{"mail", calm}, {"letter", far}, {"text", good}, {"phone", careful}}
}

// eventColors are those of what came of an event.
func eventColors() []named {
	return []named{{"accepted", good}, {"duplicate", plain}, {"unknown", far}, {"invalid", careful}, {"refused", bad}}
}

// operationColors are those of what the store is asked to do.
func operationColors() []named {
	return []named{{"get", calm}, {"find", good}, {"count", far}, {"write", careful}}
}

// word is what a table says of a value, and in which colour.
type word struct{ value, text, color string }

// standings are how goals and the features of a plan stand.
func standings() []word {
	return []word{
		{"reached", "Reached", onGood}, {"on_the_way", "On the way", onCalm}, {"behind", "Behind", onCareful},
		{"overdue", "Overdue", onBad}, {"unmeasured", "No figure", onNothing},
	}
}

// mapping has Grafana say words for values.
func mapping(words []word) dashboard.ValueMapping {
	options := map[string]dashboard.ValueMappingResult{}
	for i, w := range words {
		options[w.value] = dashboard.ValueMappingResult{Text: &w.text, Color: &w.color, Index: cog.ToPtr(int32(i))}
	}
	return dashboard.ValueMapping{ValueMap: &dashboard.ValueMap{Type: dashboard.MappingTypeValueToText, Options: options}}
}

// step is a value from which on another colour holds.
type step struct {
	from  float64
	color string
}

// thresholds returns the steps above a base that judges nothing: it is also the colour of what is missing.
func thresholds(steps []step) *dashboard.ThresholdsConfig {
	all := []dashboard.Threshold{{Color: plain}}
	for _, s := range steps {
		all = append(all, dashboard.Threshold{Value: &s.from, Color: s.color})
	}
	return &dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute, Steps: all}
}

// tinted is the same for what stands behind a value, where the base leaves the cell as it is.
func tinted(steps []step) *dashboard.ThresholdsConfig {
	all := thresholds(steps)
	all.Steps[0].Color = onNothing
	return all
}
