package cohorts_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// What was signed on paper counts from its day, by the clinic's clocks: not from one to come, nor from one before the beta.
func TestHeardOnADay(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(6)...)
		clinic := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en", "es"}, TimeZone: "America/Chicago"}
		expect.Equal(t, "set up", c.Cohorts.SaveClinic(c.ctx, clinic, nil), nil)
		name := base.Words{"en": "Pilot", "es": "Piloto"}
		_, err := c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Began: "2027-03-02"})
		expect.Equal(t, "begins tomorrow", expect.Fields(err), []string{"began: error.ahead"})
		_, err = c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Began: "01/02/2027"})
		expect.Equal(t, "began some day", expect.Fields(err), []string{"began: error.date"})
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Began: "2027-01-04"})).ID
		must(c.Cohorts.Select(c.ctx, id, refs(6), cohorts.RefuseOverflow))
		must(c.Contact.AskConsent(c.ctx, id))

		for _, said := range []struct {
			ref   string
			to    cohorts.State
			heard cohorts.Heard
			want  string // what is refused, or the day
		}{
			{"P-0001", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "2027-01-04"}, "2027-01-04"},
			{"P-0002", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "2027-01-03"}, "on: membership.before_began"},
			{"P-0002", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "2027-03-02"}, "on: error.ahead"},
			{"P-0002", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "yesterday"}, "on: error.date"},
			{"P-0002", cohorts.Agreed, cohorts.Heard{Channel: "phone", On: "2027-03-01"}, "2027-03-01"},
			{"P-0003", cohorts.Declined, cohorts.Heard{On: "2027-02-01"}, "2027-02-01"},
			{"P-0001", cohorts.Graduated, cohorts.Heard{On: "2027-02-01"}, "on: membership.no_day"},
			{"P-0001", cohorts.Withdrawn, cohorts.Heard{On: "2027-02-01"}, "on: membership.no_day"},
		} {
			m, err := c.Cohorts.SetState(c.ctx, id, said.ref, said.to, said.heard)
			got := strings.Join(expect.Fields(err), ", ")
			if err == nil {
				zone := must(time.LoadLocation("America/Chicago"))
				got = m.Since.In(zone).Format(time.DateOnly)
				expect.Equal(t, "the beginning of the day", m.Since.In(zone).Hour(), 0)
			}
			expect.Equal(t, said.ref+" "+said.heard.On, got, said.want)
		}
		steps := must(c.Store.History(c.ctx, id, "P-0001"))
		last := steps[len(steps)-1]
		expect.Equal(t, "noted now, said then", []any{last.At, last.When().Before(last.At), last.Channel}, []any{c.Clock.Now(), true, "paper"})

		later := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Shared: true})).ID
		must(c.Cohorts.Select(c.ctx, later, []string{"P-0006"}, cohorts.RefuseOverflow))
		must(c.Contact.AskConsent(c.ctx, later))
		_, err = c.Cohorts.SetState(c.ctx, later, "P-0006", cohorts.Agreed, cohorts.Heard{On: "2027-02-28"})
		expect.Equal(t, "before a beta that says no day was made", expect.Fields(err), []string{"on: membership.before_began"})
	})
}

// A yes that was signed before its letter was written takes the place of what came between; nothing else does.
func TestTimeline(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2027, 1, n, 9, 0, 0, 0, time.UTC) }
	step := func(from, to cohorts.State, at, on int) cohorts.Consent {
		c := cohorts.Consent{From: from, To: to, At: day(at)}
		if on > 0 {
			c.On = day(on)
		}
		return c
	}
	for _, test := range []struct {
		about string
		steps []cohorts.Consent
		want  string
	}{
		{"nothing", nil, ""},
		{"as it came", []cohorts.Consent{step("", "selected", 1, 0), step("selected", "invited", 2, 0), step("invited", "agreed", 3, 0)}, " selected 1, selected invited 2, invited agreed 3"},
		{"signed long before", []cohorts.Consent{step("", "selected", 10, 0), step("selected", "invited", 11, 0), step("invited", "agreed", 12, 3)}, " agreed 3"},
		{"signed between", []cohorts.Consent{step("", "selected", 1, 0), step("selected", "invited", 11, 0), step("invited", "agreed", 12, 3)}, " selected 1, selected agreed 3"},
		{"and left since", []cohorts.Consent{step("", "selected", 10, 0), step("selected", "invited", 11, 0), step("invited", "agreed", 12, 3), step("agreed", "withdrawn", 14, 0)}, " agreed 3, agreed withdrawn 14"},
		{"two servers' clocks", []cohorts.Consent{step("", "selected", 2, 0), step("selected", "invited", 1, 0)}, " selected 2, selected invited 1"},
	} {
		var got []string
		for _, c := range cohorts.Timeline(test.steps) {
			got = append(got, string(c.From)+" "+string(c.To)+" "+c.When().Format("2"))
		}
		expect.Equal(t, test.about, strings.Join(got, ", "), test.want)
	}
}

// A minor is asked before their proxy agrees for them, and their no is respected.
func TestAssent(t *testing.T) {
	minor, grown := cohorts.Participant{Minor: true}, cohorts.Participant{}
	for _, test := range []struct {
		about  string
		person cohorts.Participant
		to     cohorts.State
		said   cohorts.Assent
		want   string // what is refused, or what is kept
	}{
		{"nobody asked", minor, cohorts.Agreed, "", "assent: consent.assent_missing"},
		{"something else", minor, cohorts.Agreed, "perhaps", "assent: consent.assent_missing"},
		{"they say no", minor, cohorts.Agreed, cohorts.AssentNo, "assent: consent.assent_no"},
		{"they say yes", minor, cohorts.Agreed, cohorts.AssentYes, "yes"},
		{"too young", minor, cohorts.Agreed, cohorts.AssentYoung, "young"},
		{"no to a no", minor, cohorts.Declined, cohorts.AssentNo, "no"},
		{"no word to a no", minor, cohorts.Declined, "", ""},
		{"grown up", grown, cohorts.Agreed, cohorts.AssentYes, ""},
	} {
		step := cohorts.Transition{Membership: cohorts.Membership{State: test.to}}
		got := strings.Join(expect.Fields(test.person.NoteAssent(&step, test.said)), ", ")
		if got == "" {
			got = string(step.Consent.Assent)
		}
		expect.Equal(t, test.about, got, test.want)
	}
}

// Nobody is asked in a language in which what they would agree to is not whole, and research needs more.
func TestAskable(t *testing.T) {
	both, english := base.Words{"en": "Pilot", "es": "Piloto"}, base.Words{"en": "Pilot"}
	own := cohorts.ConsentWording{Number: 1, Texts: map[string]cohorts.ConsentText{"en": {Care: "The same."}}}
	for _, test := range []struct {
		about     string
		cohort    cohorts.Cohort
		wording   cohorts.ConsentWording
		languages string
		want      string
	}{
		{"whole", cohorts.Cohort{Name: both, Purpose: both}, cohorts.ConsentWording{}, "en es", ""},
		{"no purpose at all", cohorts.Cohort{Name: both}, cohorts.ConsentWording{}, "en es", ""},
		{"English, to English readers", cohorts.Cohort{Name: english, Purpose: english}, own, "en", ""},
		{"English, to others too", cohorts.Cohort{Name: english, Purpose: english}, own, "en es", "name.es: words.missing, purpose.es: words.missing, consent.es.care: words.missing"},
		{"research", cohorts.Cohort{Name: both, Kind: cohorts.Research, Approval: "7", Board: "(555) 010-0199", Months: 6}, cohorts.ConsentWording{}, "en es", ""},
		{"research without", cohorts.Cohort{Name: both, Kind: cohorts.Research, Approval: "7"}, cohorts.ConsentWording{}, "en", "approval_contact: cohort.research_needs, months: cohort.research_needs"},
	} {
		err := test.cohort.Askable(test.wording, strings.Fields(test.languages))
		expect.Equal(t, test.about, strings.Join(expect.Fields(err), ", "), test.want)
	}
}

// A clinic that nobody could call asks nobody.
func TestUnfinishedClinicAsksNobody(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		id := c.wave("Wave", 10)
		must(c.Cohorts.Select(c.ctx, id, []string{"P-0001"}, cohorts.RefuseOverflow))
		_, err := c.Contact.AskConsent(c.ctx, id)
		expect.Refused(t, "before set-up", err, base.Conflict)
		c.SetUp(t)
		expect.Equal(t, "after", len(must(c.Contact.AskConsent(c.ctx, id))), 1)
	})
}
