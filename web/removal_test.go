package web

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// quokka is somebody whose ref stands in no other word.
const quokka = "Quokka-7"

// Who is removed for good is named by nothing that is kept, whatever they did, not even by the record that it was done; and
// what was sealed of them is gone.
func TestNothingNamesARemovedPerson(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, s *servicestest.Clinic) {
		k := newClinicOver(t, s)
		manager := k.as(t, auth.Manager)
		k.everythingOf(t, manager, quokka)
		ids := k.invitationsOf(t, quokka)
		named := namingAny(t, s, append(ids, quokka)...)
		for _, collection := range []string{
			"activities", "ballots", "choices", "consents", "events", "invitations", "memberships", "parked_events", "participants", "responses", "rollouts", "seen", "unfinished", "waiting",
		} {
			if !slices.Contains(named, collection) {
				t.Errorf("before, %s does not name them: it is not tested", collection)
			}
		}
		if n := len(s.Documents(t, "poll_rights")); n != 1 {
			t.Errorf("before, %d rights to vote are kept", n)
		}
		sealed := sealedOf(t, s, quokka)
		if len(sealed) == 0 {
			t.Error("before, nothing is sealed of them")
		}

		manager.get("/participants/"+quokka).fill("/participants/"+quokka+"/remove", one("confirm", "Quirina Quokka")).leads("/participants")
		s.Fold(t)
		s.Clock.Advance(2 * time.Minute)
		if err := k.Cohorts.ContinueRemovals(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Fold(t)
		if named := s.Naming(t, quokka); len(named) > 0 {
			t.Errorf("they are still named in %v", named)
		}
		if left := namingAny(t, s, ids...); len(left) > 0 {
			t.Errorf("what they were asked is still in %v", left)
		}
		if left := namingAny(t, s, sealed...); len(left) > 0 {
			t.Errorf("what was sealed of them is still in %v", left)
		}
		if n := len(s.Documents(t, "poll_rights")); n != 0 {
			t.Errorf("%d rights to vote are left", n)
		}
		if results, err := k.Surveys.Results(t.Context(), "sent", surveys.Team, ""); err != nil || results.Completed != 1 {
			t.Errorf("%d answers are counted, %v", results.Completed, err)
		}
	})
}

// namingAny returns the collections in which one of these stands, each once.
func namingAny(t *testing.T, s *servicestest.Clinic, texts ...string) []string {
	t.Helper()
	var all []string
	for _, text := range texts {
		all = append(all, s.Naming(t, text)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// invitationsOf returns the ids of somebody's invitations.
func (k *house) invitationsOf(t *testing.T, ref string) []string {
	t.Helper()
	all, err := k.Contact.InvitationsOf(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, i := range all {
		ids = append(ids, i.ID)
	}
	return ids
}

// sealedOf returns every binary field of the documents that name somebody.
func sealedOf(t *testing.T, s *servicestest.Clinic, ref string) []string {
	t.Helper()
	var all []string
	for _, doc := range s.Documents(t) {
		if !strings.Contains(doc, ref) {
			continue
		}
		elements, err := bson.Raw(doc).Elements()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range elements {
			if _, bytes, ok := e.Value().BinaryOK(); ok && len(bytes) > 0 {
				all = append(all, string(bytes))
			}
		}
	}
	return all
}

// everythingOf has somebody do everything that leaves a trace.
func (k *house) everythingOf(t *testing.T, b *browser, ref string) {
	t.Helper()
	ctx := t.Context()
	b.upload(peopleFile(13)+ref+",patient,Quirina Quokka,quirina@example.org,555-010-7777,en,South\n", "import").is(200)
	link := k.askedOne(t, b, "P-001", ref)[ref]
	patient := k.visitor(t)
	patient.post(link, one("consent", "agree")).is(303)
	choices := patient.get(link).choicesOf()
	patient.get(choices).fill(choices, one("mail", "yes")).is(303)
	k.answerTwo(t, ref)
	k.vote(t, ref)
	k.wait(t, ref)

	k.shown(t, "labs", "one", 100)
	k.shown(t, "mail", "one", 0)
	yes := true
	if _, err := k.Rollouts.Override(ctx, "mail", "one", ref, &yes); err != nil {
		t.Fatal(err)
	}
	portal := "Bearer " + k.key(t, auth.Portal)
	k.clock.Advance(time.Minute)
	at := k.clock.Now().Format(time.RFC3339)
	events := fmt.Sprintf(`{"events":[{"id":"1","ref":%q,"kind":"login","at":%q},{"id":"2","ref":%[1]q,"kind":"used","feature":"later","at":%[2]q}]}`, ref, at)
	if got, text := k.ask(t, "POST", "/api/v1/events", events, "Authorization", portal, "Content-Type", "application/json"); got.StatusCode != 200 {
		t.Fatal(got.StatusCode, text)
	}
	if _, err := k.Rollouts.Evaluate(ctx, "labs", ref); err != nil {
		t.Fatal(err)
	}
	if err := k.Rollouts.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	k.services.Fold(t)
}

// answerTwo has somebody answer one survey and begin another.
func (k *house) answerTwo(t *testing.T, ref string) {
	t.Helper()
	manager := k.as(t, auth.Member)
	for _, name := range []string{"Sent", "Begun"} {
		path := "/surveys/" + strings.ToLower(name)
		manager.get("/surveys").fill("/surveys", one("title.en", name)).leads(path).fill(path+"/publish", nil)
		manager.get(path).fill(path+"/invite", one("cohort", "one"))
	}
	invited, err := k.Contact.InvitationsOf(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range invited {
		action, listed := surveys.Submit, -1
		if i.Subject == "begun" {
			action, listed = surveys.Save, 0
		}
		if i.Kind != "survey" {
			continue
		}
		if _, err := k.Surveys.Answer(t.Context(), i, surveys.Typed{Page: listed, Action: action, Values: surveys.Answers{"helped": {"yes"}}}); err != nil {
			t.Fatal(err)
		}
	}
}

// vote has somebody vote by their own link.
func (k *house) vote(t *testing.T, ref string) {
	t.Helper()
	p, _ := k.poll(t, func(p *polls.Poll) {
		p.Open, p.Groups = false, map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}}
	})
	links, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{ref}})
	if err != nil {
		t.Fatal(err)
	}
	path := "/s/" + k.Contact.Token(links[0])
	voter := k.visitor(t)
	voter.get(path).is(200)
	voter.post(path, one("rank.bills", "1", "_action", "submit")).is(303)
}

// wait draws until somebody is on the waiting list.
func (k *house) wait(t *testing.T, ref string) {
	t.Helper()
	for n := range 20 {
		c, err := k.Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": fmt.Sprint("Drawn ", n), "es": fmt.Sprint("Drawn ", n)}, Shared: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.Cohorts.Draw(t.Context(), c.ID, cohorts.DrawRule{Size: 2, Refusals: 90}, ""); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(k.services.Naming(t, ref), "waiting") {
			return
		}
	}
	t.Fatal("they wait for no place")
}
