package board

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Audience is whom an announcement tells in words of their own: those who reported, or a stakeholder group. Of the patients it
// is those who see what the bump is about; of another group everybody.
type Audience string

// Reporters are those who reported a bump, or joined.
const Reporters Audience = "reported"

// Audiences returns them in the order in which people are told: whoever is in one is not in a later one.
func Audiences() []Audience {
	all := []Audience{Reporters}
	for _, g := range []cohorts.Group{cohorts.Patient, cohorts.Staff, cohorts.Provider, cohorts.HIT, cohorts.Leadership, cohorts.Practice} {
		all = append(all, Audience(g))
	}
	return all
}

// Patients are those of the patients whom an announcement tells, and in whose words the news tells it.
const Patients = Audience(cohorts.Patient)

// MaxWords is how many characters the words for an audience have at most, in each language.
const MaxWords = 2000

// Blank stands in a draft for what the team has still to write. Nothing is told while it is there.
const Blank = "[…]"

// Announcement tells of its source: of what became of a bump, one each time that the card is done or refused; or that a feature
// comes later than planned, one for each day on which it is expected. Audiences are added to it.
type Announcement struct {
	ID       string    // as "A-17", or "A-17-2" of a card that was opened again; of a slip as "year.bills.2027-07-01"
	Bump     string    // id of the card; empty: it is of a slip
	Again    int       // how often that had been opened again
	Plan     string    // id of the plan that has its feature later
	Expected time.Time // the end of the quarter in which that is ready now
	Where    string    // what it is about: a feature's key, or a place
	Refused  bool      // nothing is changed
	Words    map[Audience]base.Words
	Told     map[Audience]time.Time // since when an audience is told
	Steps    []contact.Step         // how each is reached
	Heard    base.Words             // for the news, in the team's words: what we heard, or that something comes later
	Quotes   []string               // ids of the reports of which a sentence is shown beside it, while its author says yes
	In       time.Time              // since when it is in the news; zero: it is not
	Asking   bool                   // some who are to be told have no invitation yet
	Began    time.Time              // when it was first told; zero: it is a draft
	Changed  time.Time              // when what it tells was done or refused
	Version  int64
}

// announcementID returns the id of the announcement about a card as it stands.
func announcementID(b Bump) string {
	id := "A-" + strings.TrimPrefix(b.ID, "B-")
	if b.Again > 0 {
		id += fmt.Sprintf("-%d", b.Again+1)
	}
	return id
}

// WordsFor returns in which words somebody of a group is told, who reported the bump or did not. Reporters for whom there are no
// words of their own are told in those of their group.
func (a Announcement) WordsFor(group cohorts.Group, reported bool) base.Words {
	for _, audience := range []Audience{Reporters, Audience(group), Patients} {
		if _, told := a.Told[audience]; told && (reported || audience != Reporters) {
			return a.Words[audience]
		}
	}
	for _, audience := range Audiences() { // whose group is another by now
		if _, told := a.Told[audience]; told {
			return a.Words[audience]
		}
	}
	return nil
}

// Audiences returns those that are told, in their order.
func (a Announcement) Audiences() []Audience {
	return slices.DeleteFunc(Audiences(), func(audience Audience) bool { _, told := a.Told[audience]; return !told })
}

// Telling is what the team tells.
type Telling struct {
	Groups map[Audience]base.Words `json:"groups"`
	Steps  []contact.Step          `json:"protocol"` // none: the first of contact.ReadyTellings
	News   *bool                   `json:"news"`     // nil: where it can be
	// Heard is what the news says we heard, or that comes later; none: what is public of the card, or what the feature is called.
	Heard base.Words `json:"heard"`
}

// tidy returns it without blanks around words, and without audiences that have none.
func (t Telling) tidy(heard base.Words) Telling {
	groups := map[Audience]base.Words{}
	for audience, words := range t.Groups {
		if words = words.Tidy(); len(words) > 0 {
			groups[audience] = words
		}
	}
	t.Groups = groups
	if t.Heard = t.Heard.OneLine(); len(t.Heard) == 0 {
		t.Heard = heard
	}
	if len(t.Steps) == 0 {
		t.Steps = contact.ReadyTellings()[0].Steps
	}
	return t
}

// check returns nil, or an Invalid error that names each bad field. All that is told is told in every language of the clinic.
func (t Telling) check(a Announcement, to []Audience, languages []string) error {
	var bad []base.Field
	for audience := range t.Groups {
		if !slices.Contains(to, audience) {
			bad = append(bad, base.Field{Name: "groups", Text: base.T("announcement.no_audience")})
		}
	}
	for _, audience := range to {
		words, name := t.Groups[audience], "groups."+string(audience)
		bad = append(bad, checkWords(name, words, MaxWords, languages)...)
		if _, told := a.Told[audience]; told && words != nil && !maps.Equal(words, a.Words[audience]) {
			bad = append(bad, base.Field{Name: name, Text: base.T("announcement.told_already")})
		}
	}
	bad = append(bad, checkWords("heard", t.Heard, MaxTitle, languages)...)
	if t.News != nil && *t.News && !t.newsworthy(a) {
		bad = append(bad, base.Field{Name: "news", Text: base.T("announcement.no_news")})
	}
	if len(t.Groups) == 0 {
		bad = append(bad, base.Field{Name: "groups", Text: base.T("announcement.nobody")})
	}
	return base.Together(base.InvalidFields(bad...), contact.CheckSteps(t.Steps))
}

// checkWords returns what is wrong with words in the languages of a clinic.
func checkWords(name string, words base.Words, limit int, languages []string) []base.Field {
	bad := append(words.TooLong(name, limit), words.MissingIn(name, languages)...)
	for _, language := range slices.Sorted(maps.Keys(words)) {
		if strings.Contains(words[language], Blank) {
			bad = append(bad, base.Field{Name: name + "." + language, Text: base.T("announcement.blank", "Blank", Blank)})
		}
	}
	return bad
}

// newsworthy reports whether the news can tell it: what we heard, and to patients what we did.
func (t Telling) newsworthy(a Announcement) bool {
	return len(t.Heard) > 0 && (len(t.Groups[Patients]) > 0 || len(a.Words[Patients]) > 0)
}

// told returns the announcement as it tells more.
func (a Announcement) told(t Telling, now time.Time) Announcement {
	a.Words, a.Told = maps.Clone(a.Words), maps.Clone(a.Told)
	if a.Words == nil {
		a.Words, a.Told = map[Audience]base.Words{}, map[Audience]time.Time{}
	}
	for audience, words := range t.Groups {
		if _, told := a.Told[audience]; !told {
			a.Words[audience], a.Told[audience] = words, now
		}
	}
	a.Asking = true // also who came to an audience since it was told
	if a.Began.IsZero() {
		a.Began, a.Steps = now, t.Steps
	}
	if len(a.Heard) == 0 {
		a.Heard = t.Heard
	}
	if wanted := t.News == nil || *t.News; wanted && a.In.IsZero() && t.newsworthy(a) {
		a.In = now
	}
	return a
}
