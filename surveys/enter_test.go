package surveys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// entered enters what somebody answered, and returns nothing or why it was refused.
func (c *clinic) entered(v surveys.Survey, ref string, mode surveys.Mode, answers ...string) string {
	_, err := c.Surveys.Enter(c.ctx, v.ID, surveys.Entry{Ref: ref, Mode: mode, Answers: servicestest.Said(answers...)})
	if err == nil {
		return ""
	}
	return err.Error()
}

// What came on paper or by telephone is an answer as any other, once only: the link says afterwards that it was answered, what
// was begun by it is given up, and the mode and who entered it stay known.
func TestEnter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		asked := c.Invited(t, v, refs(3)...)
		one, two := asked["P-0001"], asked["P-0002"]
		c.Send(t, one, 0, surveys.Save, "helped=yes")
		expect.Equal(t, "on paper", c.entered(v, "P-0001", surveys.Paper, "helped=no", "why=slow", "hours=3"), "")
		c.sees(t, one, "already 0", "")
		expect.Equal(t, "under way", len(c.Documents(t, "unfinished")), 0)
		expect.Equal(t, "by link too", shown(c.Send(t, one, -1, surveys.Submit, "helped=no")), "already 0")
		expect.Equal(t, "twice", c.entered(v, "P-0001", surveys.Phone, "helped=no"), "conflict: survey.enter_already")
		expect.Equal(t, "by link first", shown(c.Send(t, two, -1, surveys.Submit, "helped=no")), "done 0")
		expect.Equal(t, "then on paper", c.entered(v, "P-0002", surveys.Paper, "helped=no"), "conflict: survey.enter_already")
		_, err := c.Surveys.Enter(c.ctx, v.ID, surveys.Entry{Ref: "P-0003", Mode: surveys.Phone, Language: "en", Answers: servicestest.Said("helped=no")})
		expect.Equal(t, "by telephone", err, nil)

		var got []string
		for _, r := range c.responses(t, v.ID) {
			got = append(got, fmt.Sprintf("%s %s %s %v", r.Ref, r.Mode, r.Language, r.Answers))
		}
		slices.Sort(got)
		expect.Equal(t, "kept", got, []string{
			"P-0001 paper " + one.Language + " map[helped:[no] why:[slow]]", "P-0002 link es map[helped:[no]]", "P-0003 phone en map[helped:[no]]",
		})
		c.countsAgree(t, v)
		expect.Equal(t, "completed", must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID)).States[contact.Completed], 3)
		expect.Equal(t, "in the audit", c.enteredBy(t), []string{"MANAGER P-0001", "MANAGER P-0003"})
	})
}

// enteredBy returns who entered whose answers, as the audit has it.
func (c *clinic) enteredBy(t *testing.T) (all []string) {
	t.Helper()
	records := must(c.Store.Audit(c.ctx, time.Time{}, c.Clock.Now().Add(time.Hour), "", 100))
	for _, r := range records.Items {
		if r.Act == "answers.enter" {
			all = append(all, r.By.ID+" "+r.Subject)
		}
	}
	slices.Sort(all)
	return all
}

// Each thing that is wrong with an entry is named, all at once, and nothing is kept of it.
func TestEnterRefuses(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		people := refs(6)
		c.Invited(t, v, people...)
		cohort := must(c.Contact.InvitationsOf(c.ctx, "P-0002"))[0].Subject
		c.Withdraw(t, cohort, "P-0002")
		c.People(t, cohorts.Staff, "S-1")
		anonymous := c.Anonymous(t)
		must(c.Surveys.Invite(c.ctx, anonymous.ID, surveys.Audience{Refs: []string{"S-1"}}))
		closed := c.Portal(t)
		must(c.Surveys.Invite(c.ctx, closed.ID, surveys.Audience{Refs: []string{"S-1"}}))
		must(c.Surveys.Close(c.ctx, closed.ID))
		for _, r := range []struct {
			about   string
			survey  surveys.Survey
			ref     string
			mode    surveys.Mode
			answers string
			want    string
		}{
			{"a wrong choice, a wrong number", v, "P-0001", surveys.Paper, "helped=yes hours=25", "invalid: error.fields; answers.hours: answer.range"},
			{"nothing that is needed", v, "P-0001", surveys.Paper, "used=mail", "invalid: error.fields; answers.helped: answer.required_choice"},
			{"nothing at all", v, "P-0001", surveys.Paper, "", "invalid: error.fields; answers.helped: answer.required_choice"},
			{"a question that there is not", v, "P-0001", surveys.Phone, "helped=no wine=red", "invalid: error.fields; answers.wine: survey.enter_unknown"},
			{"all at once", v, "P-0099", "pigeon", "helped=perhaps", "invalid: error.fields; mode: error.oneof; ref: link.ref_not_invited; answers.helped: answer.choice"},
			{"a link is not entered", v, "P-0001", surveys.Link, "helped=no", "invalid: error.fields; mode: error.oneof"},
			{"nobody", v, "", surveys.Paper, "helped=no", "invalid: error.fields; ref: error.required"},
			{"who was not asked", v, "S-1", surveys.Paper, "helped=no", "invalid: error.fields; ref: link.ref_not_invited"},
			{"who left", v, "P-0002", surveys.Paper, "helped=no", "conflict: survey.enter_left"},
			{"closed", closed, "S-1", surveys.Paper, "helped=no", "conflict: survey.not_open"},
			{"anonymous", anonymous, "S-1", surveys.Paper, "helped=no", "invalid: survey.enter_anonymous"},
			{"no survey", surveys.Survey{ID: "none"}, "P-0001", surveys.Paper, "helped=no", "reading a survey: not_found: survey.unknown"},
		} {
			expect.Equal(t, r.about, c.entered(r.survey, r.ref, r.mode, strings.Fields(r.answers)...), r.want)
		}
		expect.Equal(t, "kept", len(c.responses(t, v.ID)), 0)
		expect.Equal(t, "in the audit", len(c.enteredBy(t)), 0)
		_, err := c.Surveys.Enter(c.ctx, v.ID, surveys.Entry{Ref: "P-0001", Mode: surveys.Paper, Answers: servicestest.Said("used=mail"), Blank: true})
		expect.Equal(t, "left blank on the sheet", err, nil)
		c.countsAgree(t, v)
	})
}

// A sheet that two people enter at once, while its link is answered: one of the three is kept.
func TestEnterOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		people := refs(20)
		asked := c.Invited(t, v, people...)
		other := c.another(t)
		kept := servicestest.Together(3*len(people), func(n int) bool {
			ref := people[n/3]
			if n%3 == 0 {
				sheet, err := c.Surveys.Answer(c.ctx, asked[ref], surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=no")})
				return err == nil && sheet.Status == surveys.Done
			}
			at := []*clinic{c, other}[n%3-1]
			_, err := at.Surveys.Enter(at.ctx, v.ID, surveys.Entry{Ref: ref, Mode: surveys.Paper, Answers: servicestest.Said("helped=no", "why=paper")})
			if err != nil && !base.IsCode(err, base.Conflict) {
				t.Error(err)
			}
			return err == nil
		})
		expect.Equal(t, "kept", servicestest.Count(kept), map[bool]int{true: 20, false: 40})
		all := c.responses(t, v.ID)
		expect.Equal(t, "responses", len(all), 20)
		for _, r := range all {
			expect.Equal(t, r.Ref, len(r.Answers["why"]) == 1, r.Mode == surveys.Paper)
		}
	})
}

// Results are split by mode as by any other cut, live and in editions where it was chosen.
func TestByMode(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, []string{surveys.ByMode}, map[cohorts.Group]int{cohorts.Patient: 26})
		c.said(t, asked, "patient", 1, 14, "q=y")
		for n := 15; n <= 26; n++ {
			expect.Equal(t, "entered", c.entered(v, fmt.Sprint("patient-", n), surveys.Paper, "q=n"), "")
		}
		for _, reader := range []surveys.Reader{surveys.Team, surveys.Viewers} {
			r := must(c.Surveys.Results(c.ctx, v.ID, reader, surveys.ByMode))
			got := map[string]int{}
			for value, part := range r.By[surveys.ByMode] {
				got[value] = part.Questions[0].N
			}
			expect.Equal(t, fmt.Sprint(reader), got, map[string]int{"link": 14, "paper": 12})
		}
	})
}
