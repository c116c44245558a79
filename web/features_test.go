package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/web/auth"
)

// The catalogue by its pages: a feature is added, changed, needs another, and no circle.
func TestTheCatalogueByPages(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	listed := team.get("/features").is(200).says("There is no feature yet")
	listed.fill("/features", one("key", "Secure Messaging", "effort", "many")).is(422).
		says("Write a number").hides("Feature added.")
	listed.fill("/features", one("key", "Secure Messaging", "name.en", "Messages")).is(422).says("Use small letters and digits")
	listed.fill("/features", one("key", "messages", "name.en", "Messages", "name.es", "Mensajes", "effort", "2,5", "stage", "planned", "owner", "Priya")).
		leads("/features/messages").says("Feature added.", "Planned", "effort 2.5", "Priya", "No cohort can see it yet")
	team.get("/features").fill("/features", one("key", "messages", "name.en", "Again")).is(422).says("There is already a feature with this key.")
	team.get("/features").fill("/features", one("key", "photos", "name.en", "Photos", "needs", "messages")).
		leads("/features/photos").says("Needs first", "Messages")
	team.get("/features/messages").says("Needed by", "Photos").
		fill("/features/messages", one("needs", "photos")).is(422).says("This feature would depend on itself: messages → photos → messages.")
	team.get("/features/messages").fill("/features/messages", one("stage", "live")).leads("/features/messages").says("Saved.", "Live")
	team.get("/features").says("Messages", "Photos", "Idea")
	team.get("/features/nothing").is(404)
}

// A rollout by its pages: what steps would mean, settings, every move by hand, and one person.
func TestARolloutByPages(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	cohort, _ := k.wave(t, "First wave", 40)
	const page = "/features/labs/rollouts/first-wave"
	if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: "labs", Name: base.Words{"en": "Lab results"}, Stage: rollout.Planned}); err != nil {
		t.Fatal(err)
	}
	team.get("/features/labs").says("Roll it out to a cohort", "First wave")
	form := team.get("/features/labs/rollouts?cohort="+cohort).leads(page).says("Lab results for First wave", "No one can see it: the feature is planned.", "This cohort cannot see the feature yet.")

	t.Log("what is typed can be looked at first, and mistakes are named at the field")
	form.fill(page+"#settings", one("ramp", "5, 50, 100", "_action", "preview")).is(200).says("Steps as typed, not saved yet", "50%", "People now")
	form.fill(page+"#settings", one("ramp", "50, 5", "_action", "save")).is(422).says("This one must be more than 50%.")
	form.fill(page+"#settings", one("ramp", "5;x", "_action", "save")).is(422).says("“5;x” is not a step.")
	form.fill(page+"#settings", one("ramp", "100.01", "_action", "save")).is(422).says("Use a percentage from 0 to 100")
	form.fill(page+"#settings", one("ramp", "", "_action", "save")).is(422)
	team.get(page).says("This cohort cannot see the feature yet.")
	form.fill(page+"#settings", one("ramp", "5, 50;24, 100", "gates.hold_hours", "48", "_action", "save")).leads(page).says("Steps and gates saved.", "0% → 5%: The rollout was decided.", "Not in beta")
	team.get(page).fill(page+"#settings", one("gates.hold_hours", "36")).leads(page).says("At 5%: The rollout was decided.")
	if r, err := k.Rollouts.Rollout(t.Context(), "labs", cohort); err != nil || *r.Ramp[1].HoldHours != 24 || r.Gates.HoldHours != 36 {
		t.Errorf("kept is %+v, %v", r, err)
	}

	t.Log("in beta it waits for its gate, or for a hand")
	team.get("/features/labs").fill("/features/labs", one("stage", "beta")).leads("/features/labs").says("Goes up by itself", "It has to stay at this step for 36 more hours.", "Go on to 50%")
	team.get("/features").says("First wave: 5%")
	team.get(page).says("Some gates are still closed.").fill(page+"/step", one("note", "The nurses are ready")).leads(page).
		says("Share changed.", "5% → 50%: It was moved by hand. “The nurses are ready” Sam-member", "It has to stay at this step for 24 more hours.")
	team.get(page).fill(page+"/pause", nil).leads(page).says("Rollout paused.", "Paused")
	team.get("/").says("“Lab results” is paused at 50% for First wave")
	team.get(page).fill(page+"/resume", nil).leads(page).says("Rollout resumed.", "Goes up by itself")
	team.get(page).fill(page+"/jump", one("percent", "100.01")).is(422).says("Use a percentage from 0 to 100")
	team.get(page).fill(page+"/jump", one("percent", "")).is(422)
	team.get(page).fill(page+"/jump", one("percent", "70,5")).leads(page).says("50% → 70.5%")
	team.get(page).says("Roll back to 50%").fill(page+"/roll-back", one("note", strings.Repeat("x", 301))).is(422)
	team.get(page).fill(page+"/roll-back", nil).leads(page).says("Rolled back.", "Rolled back", "70.5% → 50%")
	team.get("/").says("“Lab results” was rolled back to 50% for First wave", "It was moved by hand.")
	team.post(page+"/pause", nil).is(409)

	t.Log("one person sees what was decided for them")
	team.get(page).fill(page+"/override", one("ref", "nobody", "on", "yes")).is(422).says("No one in this cohort has this ref.")
	team.get(page).fill(page+"/jump", one("percent", "0")).leads(page)
	team.get(page).fill(page+"/override", one("ref", "P-007", "on", "yes")).leads(page).says("P-007", "Can see it")
	team.get("/participants/P-007").says("What they can see in the portal", "Lab results", "Can see it", "there is an override for them")
	team.get("/participants/P-008").says("Cannot see it", "not shown to them now")
	team.get(page).fill(page+"/override", one("ref", "P-007", "on", "")).leads(page).hides("Follow the share again")

	viewer := k.as(t, auth.Viewer)
	for _, path := range []string{"/features", "/features/labs", page} {
		viewer.get(path).is(200).hides("Save", "Add the feature", "Pause")
	}
	k.as(t, auth.Manager).get("/audit?q=labs").is(200).says("Rolled a feature back", "labs/first-wave", "Set an override for one person", "Saved a feature")
}

// answer lets everybody on the list answer a survey of the SUS so that it comes to about a score.
func (k *house) answer(t *testing.T, survey, cohort string, score int, refs ...string) {
	t.Helper()
	ctx := t.Context()
	asked, err := k.Surveys.Invite(ctx, survey, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]bool{}
	for _, ref := range refs {
		who[ref] = true
	}
	n := 0
	for _, i := range asked {
		if !who[i.Ref] {
			continue
		}
		n++
		a := surveys.Answers{}
		for item := 1; item <= 10; item++ {
			points := score + (n+item)%2
			if item%2 == 0 {
				points = 6 - points
			}
			a[fmt.Sprint("sus.", item)] = []string{fmt.Sprint(points)}
		}
		sheet, err := k.Surveys.Answer(ctx, i, surveys.Typed{Action: surveys.Submit, Page: -1, Values: a, Language: "en"})
		if err != nil || len(sheet.Errors) > 0 {
			t.Fatal(sheet.Errors, err)
		}
	}
}

// A ramp of two steps goes on by itself on enough good answers, holds on too few, and goes back on a clearly worse score;
// its page says why.
func TestARampByItself(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	cohort, refs := k.wave(t, "First wave", 100)
	for _, key := range []string{"labs", "forms"} {
		listed := "/features/" + key + "/rollouts/first-wave"
		v, err := k.Surveys.Create(t.Context(), surveys.Survey{Title: base.Words{"en": "About " + key}, Pages: []surveys.Page{{Questions: []surveys.Question{{ID: "sus", Instrument: "sus"}}}}})
		if err == nil {
			_, err = k.Surveys.Publish(t.Context(), v.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		k.shown(t, key, cohort, 50)
		team.get(listed).fill(listed+"#settings", one("ramp", "50, 100", "gates.answers", "11", "gates.survey", v.ID, "gates.instrument", "sus", "gates.margin", "6", "gates.looks", "2")).leads(listed)
		r, err := k.Rollouts.Rollout(t.Context(), key, cohort)
		if err != nil {
			t.Fatal(err)
		}
		var shown, others []string
		for _, ref := range refs {
			if r.Shows(ref) {
				shown = append(shown, ref)
			} else {
				others = append(others, ref)
			}
		}
		k.clock.Advance(time.Minute)
		k.answer(t, v.ID, cohort, 3, others...)
		k.answer(t, v.ID, cohort, map[string]int{"labs": 3, "forms": 1}[key], shown[:10]...)
		advance := func() {
			k.clock.Advance(5 * time.Minute)
			if err := k.Rollouts.Advance(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		advance()
		team.get(listed).says("Goes up by itself", "10 of 11 answers are in.")
		team.get("/").says("“" + key + "” is held at 50% for First wave")
		if key == "labs" {
			k.answer(t, v.ID, cohort, 3, shown[10:]...)
			advance()
			team.get(listed).says("50% → 100%: The score has not dropped by 6 points or more", "people in the same wave who cannot see the feature yet", "At its last step", "Soundings")
			continue
		}
		k.answer(t, v.ID, cohort, 1, shown[10:]...)
		advance()
		team.get(listed).says("50% → 0%: The score has clearly dropped by more than 6 points", "Rolled back", "First find out why")
		team.get("/").says("“forms” was rolled back to 0% for First wave", "The score has clearly dropped")
	}
}
