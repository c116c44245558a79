package polls

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/surveys/polls/methods"
)

// Method names how a poll asks: a row of the table of methods.
type Method = methods.Name

// The methods, by their names.
const (
	Rank    = methods.Rank
	Dots    = methods.Dots
	MaxDiff = methods.MaxDiff
	Kano    = methods.Kano
	Rating  = methods.Rating
)

// State is where a poll stands.
type State string

// The states: a draft can be changed, an open poll answered, a closed one only read.
const (
	Draft  State = "draft"
	Open   State = "open"
	Closed State = "closed"
)

// What a poll may hold.
const (
	maxFeatures = 60 // so that twelve sets of five show each of them
	maxTitle    = 200
	defaultDots = 10
	patientTop  = 5 // patients are asked for no more than their five most important
)

// Poll asks stakeholder groups to set features in order. From the moment it is open nothing of it changes but its state.
type Poll struct {
	ID           string                  `json:"id"` // a readable slug
	Title        base.Words              `json:"title"`
	Method       Method                  `json:"method" validate:"required"`
	Features     []string                `json:"features" validate:"min=2,max=60,unique,dive,required,max=100"` // their keys
	Texts        map[string]FeatureText  `json:"texts,omitempty"`                                               // by key, as they were at publishing
	Groups       map[cohorts.Group]Share `json:"groups" validate:"min=1,dive,keys,oneof=patient staff provider hit leadership practice,endkeys"`
	Secret       bool                    `json:"secret"`
	Open         bool                    `json:"open"`                                    // anybody may answer who has its code
	Ties         bool                    `json:"ties"`                                    // rank: several features may share a place
	Dots         int                     `json:"dots,omitempty" validate:"min=0,max=100"` // dots: how many one has; 10 unless said
	VerifiedOnly bool                    `json:"verified_only"`                           // leave out the ballots that came by the open code
	State        State                   `json:"state"`
	Created      time.Time               `json:"created"`
	Opened       time.Time               `json:"opened,omitzero"`
	Closed       time.Time               `json:"closed,omitzero"`
	CodeHash     string                  `json:"-"` // what the open code is found by; empty: it has none
	Doors        int                     `json:"-"` // how many it has, while it is open and secret; 0: none
	Version      int64                   `json:"-"` // of the document; 0: not kept yet

	Bounds disclosure.Bounds `json:"-"` // of the clinic when the poll was published; of a draft, when it was read
}

// ByCode reports whether the poll was once published as secret and open to whoever has its code. Such a poll is called "by
// code, not secret" and no new one is published: who casts several ballots by code can know the rest. What it keeps and
// shows of its ballots is no more than of a secret one.
func (p Poll) ByCode() bool { return p.Secret && p.Open }

// FeatureText is what a ballot says of a feature.
type FeatureText struct {
	Name  base.Words `json:"name"`
	About base.Words `json:"about,omitempty"`
}

// Share is what one stakeholder group has in the total.
type Share struct {
	Weight float64 `json:"weight" validate:"min=0,max=1000"` // against the weights of the others
}

// UnmarshalJSON reads {"weight": 2}; without a weight it is 1.
func (s *Share) UnmarshalJSON(data []byte) error {
	type plain Share
	read := plain{Weight: 1}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(&read)
	*s = Share(read)
	return err
}

// weight returns the weight of a group exactly as it was written.
func (p Poll) weight(g cohorts.Group) *big.Rat {
	w, _ := new(big.Rat).SetString(strconv.FormatFloat(p.Groups[g].Weight, 'f', -1, 64))
	return w
}

// groups lists the groups that are asked, in the order in which pages show them.
func (p Poll) groups() []cohorts.Group {
	return slices.DeleteFunc(cohorts.Groups(), func(g cohorts.Group) bool { _, asked := p.Groups[g]; return !asked })
}

// Top returns how many features one of this group may rank.
func (p Poll) Top(g cohorts.Group) int {
	if g == cohorts.Patient {
		return min(patientTop, len(p.Features))
	}
	return len(p.Features)
}

// Name returns what a feature is called in a language; its key where nothing else is known.
func (p Poll) Name(feature, language string) string {
	if name := p.Texts[feature].Name.In(language); name != "" {
		return name
	}
	return feature
}

// index returns the position of every feature in Features, by key.
func (p Poll) index() map[string]int {
	at := make(map[string]int, len(p.Features))
	for i, f := range p.Features {
		at[f] = i
	}
	return at
}

// Check returns nil, or an Invalid error that names every place that is wrong as it stands in JSON.
func (p Poll) Check() error {
	var fields []base.Field
	if p.Method != "" && p.Known() != nil { // where it is empty, its tag says so
		fields = append(fields, bad("method", "error.oneof", "Choices", strings.Join(MethodNames(), ", ")))
	}
	var tags *base.Error
	switch err := base.Check(p); {
	case errors.As(err, &tags):
		fields = append(fields, tags.Fields...)
	case err != nil:
		return err
	}
	if p.ByCode() {
		fields = append(fields, bad("secret", "poll.secret_open"))
	}
	if p.Title.In("en") == "" {
		fields = append(fields, bad("title", "error.required"))
	}
	for _, text := range p.Title {
		if len([]rune(text)) > maxTitle {
			fields = append(fields, bad("title", "error.max_length", "Limit", maxTitle))
		}
	}
	heard := false
	for _, share := range p.Groups {
		heard = heard || share.Weight > 0
	}
	if !heard && tags == nil {
		fields = append(fields, bad("groups", "poll.no_weight"))
	}
	return base.InvalidFields(fields...)
}

// Known returns an error where the poll is of no method that there is: whoever reads a poll that another version of this
// program wrote must not count its ballots by some other.
func (p Poll) Known() error {
	if _, ok := methods.ByName(p.Method); !ok {
		return fmt.Errorf("poll %s is of the unknown method %q", p.ID, p.Method)
	}
	return nil
}

// MethodNames lists the methods as they stand in JSON.
func MethodNames() []string {
	var names []string
	for _, name := range methods.Names() {
		names = append(names, string(name))
	}
	return names
}

func bad(name, text string, pairs ...any) base.Field {
	return base.Field{Name: name, Text: base.T(text, pairs...)}
}
