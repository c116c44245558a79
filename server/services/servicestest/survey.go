package servicestest

import (
	"encoding/json"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// portalPages are three pages: the second is asked only of people whom the portal helped, and a question of the first only
// of the others.
const portalPages = `[
	{"questions": [
		{"id": "helped", "type": "single", "text": "Did it help?", "required": true,
		 "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
		{"id": "why", "type": "text", "text": "What went wrong?", "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]},
	{"questions": [
		{"id": "hours", "type": "number", "text": "For how many hours?", "min": 0, "max": 24, "step": 0.5, "required": true,
		 "show_if": {"all": [{"question": "helped", "op": "eq", "value": "yes"}]}}]},
	{"questions": [
		{"id": "used", "type": "multiple", "text": "What did you use?",
		 "options": [{"value": "mail", "text": "Mail"}, {"value": "labs", "text": "Labs"}]},
		{"id": "sus", "instrument": "sus"}]}]`

// PortalPages returns the pages of a survey about a portal: the second is asked only of people whom it helped, and a question
// of the first only of the others.
func PortalPages(t testing.TB) []surveys.Page {
	t.Helper()
	return Pages(t, portalPages)
}

// Pages returns the pages of a survey that the API would read from this JSON.
func Pages(t testing.TB, text string) []surveys.Page {
	t.Helper()
	var pages []surveys.Page
	check(t, json.Unmarshal([]byte(text), &pages))
	return Translated(surveys.Survey{Pages: pages}).Pages
}

// Translated gives every text of a survey that has no Spanish words the English ones, so that anybody may be asked.
func Translated(v surveys.Survey) surveys.Survey {
	both := func(w base.Words) {
		if w["en"] != "" && w["es"] == "" {
			w["es"] = w["en"]
		}
	}
	both(v.Title)
	for _, page := range v.Pages {
		for _, q := range page.Questions {
			for _, w := range append([]base.Words{q.Text, q.Help, q.MinLabel, q.MaxLabel}, q.Items...) {
				both(w)
			}
			for _, o := range q.Options {
				both(o.Text)
			}
		}
	}
	return v
}

// Portal opens a survey with the pages of PortalPages.
func (c *Clinic) Portal(t testing.TB) surveys.Survey {
	t.Helper()
	return c.Survey(t, "Portal", PortalPages(t)...)
}

// anonymousPages ask a choice, and behind it what went wrong.
const anonymousPages = `[
	{"questions": [
		{"id": "helped", "type": "single", "text": "Did it help?",
		 "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}, {"value": "unsure", "text": "Not sure"}]},
		{"id": "why", "type": "text", "text": "What went wrong?", "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]},
	{"questions": [{"id": "ease", "type": "scale", "text": "How easy was it?", "min": 1, "max": 5}]}]`

// Anonymous opens an anonymous survey: whether it helped, what went wrong where it did not, and how easy it was.
func (c *Clinic) Anonymous(t testing.TB) surveys.Survey {
	t.Helper()
	c.SetUp(t)
	v, err := c.Surveys.Create(ByManager(t), Translated(surveys.Survey{
		Title: base.Words{"en": "Anonymous"}, Anonymous: true, Pages: Pages(t, anonymousPages),
	}))
	check(t, err)
	v, err = c.Surveys.Publish(ByManager(t), v.ID)
	check(t, err)
	return v
}

// Invited adds patients with these refs, lets them agree and asks them to answer a survey. The invitations are by ref.
func (c *Clinic) Invited(t testing.TB, v surveys.Survey, refs ...string) map[string]contact.Invitation {
	t.Helper()
	c.People(t, cohorts.Patient, refs...)
	return c.Invite(t, v.ID, c.Agreed(t, "Wave", refs...))
}

// Again reads an invitation as it is now.
func (c *Clinic) Again(t testing.TB, i contact.Invitation) contact.Invitation {
	t.Helper()
	now, err := c.Contact.Invitation(t.Context(), c.Contact.Token(i))
	check(t, err)
	return now
}

// Send presses a button on a page of a survey, from 0, with what was typed there as "field=value".
func (c *Clinic) Send(t testing.TB, i contact.Invitation, page int, action surveys.Action, pairs ...string) surveys.Sheet {
	t.Helper()
	sheet, err := c.Surveys.Answer(ByManager(t), c.Again(t, i), surveys.Typed{Action: action, Page: page, Values: Said(pairs...), Language: "es"})
	check(t, err)
	return sheet
}

// Said returns the answers in pairs of "field=value"; a field may be said several times.
func Said(pairs ...string) surveys.Answers {
	a := surveys.Answers{}
	for _, pair := range pairs {
		field, value, _ := strings.Cut(pair, "=")
		a[field] = append(a[field], value)
	}
	return a
}
