package chart

import "html/template"

// Ramp is the steps by which a share goes up, from the left, with the table behind it.
type Ramp struct {
	ID          string // unique on its page
	Title       string
	Description string // what it shows, in a sentence, for who cannot see it
	Steps       []RampStep
	Heads       []string   // of the table
	Rows        [][]string // one for each step
}

// RampStep is one step. Look says where the ramp stands: "done" below it, "now" on it, "later" above it.
type RampStep struct {
	Label string // the share as written: "25%"
	Share float64
	Look  string
	Mark  string // what stands above it: "now"; empty: nothing
}

// The drawing of a ramp, in pixels: the full height of a step, what is above and below.
const (
	rampHeight = 88
	rampAbove  = 20
	rampBelow  = 20
	rampLabels = 7 // with more steps only the ends and the present one are labelled
)

// pillar is a step with its place in the drawing.
type pillar struct {
	RampStep
	X, Width, Middle string
	Y, Height        int
	Named            bool
}

// Draw draws the ramp.
func (r Ramp) Draw() (template.HTML, error) {
	n := len(r.Steps)
	pillars := make([]pillar, n)
	for i, s := range r.Steps {
		height := max(3, int(s.Share*rampHeight+.5))
		pillars[i] = pillar{
			RampStep: s, X: percent(float64(i) / float64(n)), Width: percent(.88 / float64(n)), Middle: percent((float64(i) + .44) / float64(n)),
			Y: rampAbove + rampHeight - height, Height: height,
			Named: n <= rampLabels || i == 0 || i == n-1 || s.Look == "now",
		}
	}
	return draw("ramp", struct {
		Ramp
		Pillars []pillar
		Height  int
		Foot    int
	}{r, pillars, rampAbove + rampHeight + rampBelow, rampAbove + rampHeight + rampBelow - 4})
}

// Over is where the mark of a step stands.
func (p pillar) Over() int { return p.Y - 5 }
