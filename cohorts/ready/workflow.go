package ready

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Workflow is a workflow as it was written once. The newest published one is what departments work by; a newer one that is not
// published is a draft.
type Workflow struct {
	ID        string // of the workflow, the same for all its versions: a slug
	Number    int    // from 1
	Feature   string // its key
	Title     base.Words
	Steps     []Step
	Published time.Time // zero: a draft
	Links     []string  // hashes of the departments' links; of a draft none
	Reads     []Read    // in the order in which they were said
	Changed   time.Time
	Version   int64 // as read from the store; 0: not kept yet
}

// Step is one step of a workflow.
type Step struct {
	Department string     `json:"department"`
	Role       string     `json:"role"`
	Text       base.Words `json:"text"`
}

// Read is that somebody has read a version for a department.
type Read struct {
	Department string
	Name       string
	At         time.Time
}

// Limits of one workflow; texts in characters.
const (
	MaxSteps    = 40
	maxTitle    = 120
	maxPlace    = 60 // of a department or a role
	maxStep     = 600
	maxReader   = 100
	maxReads    = 200 // of one version
	maxVersions = 100
)

// Draft reports whether the version is not published yet.
func (w Workflow) Draft() bool { return w.Published.IsZero() }

// Departments returns each department that the steps name, in their order.
func (w Workflow) Departments() []string {
	var all []string
	for _, s := range w.Steps {
		if s.Department != "" && !slices.Contains(all, s.Department) {
			all = append(all, s.Department)
		}
	}
	return all
}

// ReadBy returns who has read the version for a department.
func (w Workflow) ReadBy(department string) []Read {
	return slices.DeleteFunc(slices.Clone(w.Reads), func(r Read) bool { return r.Department != department })
}

// linkOf returns what the token of a department's link is derived from.
func (w Workflow) linkOf(department string) string {
	return strings.Join([]string{"workflow", w.ID, strconv.Itoa(w.Number), department}, "\x00")
}

// tidy returns the version without blanks around what was typed and without empty steps. A department is written as it was
// first.
func (w Workflow) tidy() Workflow {
	w.Title = w.Title.OneLine()
	var steps []Step
	for _, s := range w.Steps {
		s.Department, s.Role, s.Text = base.OneLine(s.Department), base.OneLine(s.Role), s.Text.Tidy()
		if s.Department == "" && s.Role == "" && len(s.Text) == 0 {
			continue
		}
		for _, before := range steps {
			if strings.EqualFold(before.Department, s.Department) {
				s.Department = before.Department
			}
		}
		steps = append(steps, s)
	}
	w.Steps = steps
	return w
}

// check returns nil, or an Invalid error that names every bad field. A draft may lack steps and what they say.
func (w Workflow) check() error {
	bad := w.Title.TooLong("title", maxTitle)
	if len(w.Title) == 0 {
		bad = append(bad, base.Field{Name: "title", Text: base.T("error.required")})
	}
	if len(w.Steps) > MaxSteps {
		bad = append(bad, base.Field{Name: "steps", Text: base.T("error.max_items", "Limit", MaxSteps)})
	}
	for i, s := range w.Steps {
		at := fmt.Sprintf("steps[%d]", i)
		bad = append(bad, base.TooLong(at+".department", s.Department, maxPlace)...)
		bad = append(bad, base.TooLong(at+".role", s.Role, maxPlace)...)
		bad = append(bad, s.Text.TooLong(at+".text", maxStep)...)
	}
	return base.InvalidFields(bad...)
}

// complete returns nil, or an Invalid error that names what a version lacks before it is published: steps, and of each a
// department, a role and what to do.
func (w Workflow) complete() error {
	var bad []base.Field
	if len(w.Steps) == 0 {
		bad = append(bad, base.Field{Name: "steps", Text: base.T("ready.no_steps")})
	}
	for i, s := range w.Steps {
		at := fmt.Sprintf("steps[%d]", i)
		if s.Department == "" {
			bad = append(bad, base.Field{Name: at + ".department", Text: base.T("ready.step_department", "Number", i+1)})
		}
		if s.Role == "" {
			bad = append(bad, base.Field{Name: at + ".role", Text: base.T("ready.step_role", "Number", i+1)})
		}
		if len(s.Text) == 0 {
			bad = append(bad, base.Field{Name: at + ".text", Text: base.T("ready.step_text", "Number", i+1)})
		}
	}
	return base.InvalidFields(bad...)
}
