package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys"
	"soundings/surveys/kinds"
)

// oldSurvey is a survey as the first release kept it.
const oldSurvey = `{"_id": "portal", "version": {"$numberLong": "3"}, "schema": 1, "state": "open",
	"created": {"$date": "2027-01-02T03:04:05.006Z"}, "audience": ["beta"], "survey": {
	"id": "portal", "version": 2, "state": "open", "title": {"en": "Portal", "es": "Portal"}, "anonymous": true, "pages": [
		{"questions": [{"id": "sus", "instrument": "sus"}]},
		{"questions": [{"id": "ease", "type": "scale", "text": {"en": "How easy?"}, "required": true, "min": 1, "max": 5.5, "min_label": {"en": "Hard"}},
			{"id": "why", "type": "text", "text": {"en": "Why?"}, "max_length": 80, "show_if": {
				"all": [{"question": "ease", "op": "lt", "value": "3"}, {"question": "ease", "op": "answered"}],
				"any": [{"question": "ease", "op": "in", "value": ["1", "2"]}]}}]}],
	"audience": ["beta"], "created": "2027-01-02T03:04:05.006Z", "opened": "2027-01-03T03:04:05.006007Z"}}`

// A document of an older schema is read as if it had been written today, and kept so when it is next written.
func TestOldDocumentsAreUpgraded(t *testing.T) {
	for name, text := range map[string]string{
		"of schema 1": oldSurvey, "without a number": strings.Replace(oldSurvey, `"schema": 1,`, "", 1),
	} {
		t.Run(name, func(t *testing.T) {
			s := emptyStore(t)
			insert(t, s, surveyDocs, text)
			low, high := 1.0, 5.5
			moment := time.Date(2027, 1, 2, 3, 4, 5, 6e6, time.UTC)
			want := surveys.Survey{
				ID: "portal", Version: 2, State: surveys.Open, Title: base.Words{"en": "Portal", "es": "Portal"}, Anonymous: true, Audience: []string{"beta"},
				Created: moment, Opened: moment.AddDate(0, 0, 1), Revision: 3,
				Pages: []surveys.Page{{Questions: []surveys.Question{{ID: "sus", Instrument: "sus"}}}, {Questions: []surveys.Question{
					{ID: "ease", Type: kinds.Scale, Text: base.Words{"en": "How easy?"}, Required: true, Min: &low, Max: &high, MinLabel: base.Words{"en": "Hard"}},
					{ID: "why", Type: kinds.FreeText, Text: base.Words{"en": "Why?"}, MaxLength: 80, ShowIf: &surveys.Condition{
						All: []surveys.Test{{Question: "ease", Op: kinds.Less, Value: kinds.Values{"3"}}, {Question: "ease", Op: kinds.Answered}},
						Any: []surveys.Test{{Question: "ease", Op: kinds.In, Value: kinds.Values{"1", "2"}}},
					}},
				}}},
			}
			same(t, s, want)
			all, err := s.OpenSurveysFor(t.Context(), "beta")
			if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], want) {
				t.Errorf("found as %+v, %v", all, err)
			}
			if err := s.SaveSurvey(t.Context(), want); err != nil {
				t.Fatal(err)
			}
			want.Revision = 4
			same(t, s, want)
			if raw := rawOf(t, s, surveyDocs, "portal"); raw.Lookup("schema").AsInt64() != 3 || len(raw.Lookup("survey").Value) > 0 {
				t.Errorf("kept as %v", raw)
			}
		})
	}
}

func same(t *testing.T, s *Store, want surveys.Survey) {
	t.Helper()
	if got, err := s.Survey(t.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read as %+v, %v", got, err)
	}
}

// A draft, never opened and for nobody yet, has fewer fields.
func TestAnOldDraftIsUpgraded(t *testing.T) {
	s := emptyStore(t)
	insert(t, s, surveyDocs, `{"_id": "draft", "version": {"$numberLong": "1"}, "schema": 1, "state": "draft", "created": {"$date": "2027-01-02T03:04:05Z"},
		"survey": {"id": "draft", "version": 1, "state": "draft", "title": null, "anonymous": false, "pages": null, "created": "2027-01-02T03:04:05Z"}}`)
	got, err := s.Survey(t.Context(), "draft")
	if err != nil || got.State != surveys.Draft || len(got.Pages)+len(got.Title)+len(got.Audience) > 0 || !got.Opened.IsZero() {
		t.Errorf("read as %+v, %v", got, err)
	}
}

// What a newer program wrote meanwhile is refused, however it is asked for; the rest is still read.
func TestNewerDocumentsAreRefused(t *testing.T) {
	s := emptyStore(t)
	insert(t, s, invitations, `{"_id": "new", "version": {"$numberLong": "1"}, "schema": 99, "hash": "hash", "kind": {"a": "document by now"}}`)
	insert(t, s, invitations, `{"_id": "old", "version": {"$numberLong": "1"}, "schema": 1, "hash": "other", "kind": "survey"}`)
	_, err := s.Invitations(t.Context(), "new")
	refusedAsNewer(t, "by id", err)
	_, err = s.InvitationByHash(t.Context(), "hash")
	refusedAsNewer(t, "by index", err)
	old, err := s.Invitations(t.Context(), "old")
	if err != nil || old[0].Kind != contact.ForSurvey {
		t.Errorf("the other: %+v, %v", old, err)
	}
}

func refusedAsNewer(t *testing.T, about string, err error) {
	t.Helper()
	if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "this database was written by a newer version of Soundings") {
		t.Errorf("%s: %v", about, err)
	}
}

// The mark of a database that an older program made bears, from the first opening on, the number that this one writes.
func TestOpenRaisesTheMark(t *testing.T) {
	s := emptyStore(t)
	var d markDoc
	if err := bson.Unmarshal(rawOf(t, s, marks, "soundings"), &d); err != nil {
		t.Fatal(err)
	}
	d.Version, d.Schema = 2, 1
	raw, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.engine.Write(t.Context(), []engine.Change{{Op: engine.Replace, Collection: marks, ID: d.ID, Version: 1, Doc: raw}}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time nothing is written
		if err := s.checkMark(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := rawOf(t, s, marks, "soundings"); got.Lookup("schema").AsInt64() != Schema || got.Lookup("version").AsInt64() != 3 {
			t.Errorf("marked as %v", got)
		}
	}
}

// Each step of upgrades raises the number of the whole layout, so that an older program opens no database with its outcome.
func TestSchemaCountsTheUpgrades(t *testing.T) {
	steps := 0
	for _, of := range upgrades {
		steps += len(of)
	}
	if Schema != 1+steps {
		t.Errorf("Schema is %d after %d steps", Schema, steps)
	}
}

func insert(t *testing.T, s *Store, collection, text string) {
	t.Helper()
	var d bson.D
	if err := bson.UnmarshalExtJSON([]byte(text), false, &d); err != nil {
		t.Fatal(err)
	}
	raw, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	id := bson.Raw(raw).Lookup("_id").StringValue()
	if err := s.engine.Write(t.Context(), []engine.Change{{Op: engine.Insert, Collection: collection, ID: id, Doc: raw}}); err != nil {
		t.Fatal(err)
	}
}

func rawOf(t *testing.T, s *Store, collection, id string) bson.Raw {
	t.Helper()
	docs, err := s.engine.Get(t.Context(), collection, id)
	if err != nil || docs[0] == nil {
		t.Fatalf("%s %s: %v", collection, id, err)
	}
	return docs[0]
}

// An invitation that an older program noted as opened is started where an answer is under way, and otherwise goes back to
// created; so do its counts, and nothing is changed by looking twice. When it was opened stays.
func TestOpenedInvitationsAreUpgraded(t *testing.T) {
	s := emptyStore(t)
	at := time.Date(2027, 1, 2, 3, 4, 5, 6e6, time.UTC)
	for id, state := range map[string]string{"looked": "opened", "began": "opened", "blank": "opened", "late": "expired", "later": "expired", "done": "completed", "new": "created"} {
		opened := `"opened": {"$date": "2027-01-02T03:04:05.006Z"}, `
		if id == "new" {
			opened = ""
		}
		insert(t, s, invitations, `{"_id": "`+id+`", "version": {"$numberLong": "2"}, "schema": 1, "kind": "survey", "subject": "portal", "ref": "`+id+`", "group": "patient",
			"state": "`+state+`", `+opened+`"created": {"$date": "2027-01-01T03:04:05.006Z"}, "hash": "hash of `+id+`"}`)
	}
	for id, typed := range map[string]surveys.Answers{"began": {"helped": {"yes"}}, "late": {"helped": {"no"}}, "blank": {"helped": {" "}}} {
		if err := s.SaveUnfinished(t.Context(), surveys.PartialResponse{Invitation: id, Typed: typed, Saved: at.Add(time.Hour)}, contact.Invitation{}); err != nil {
			t.Fatal(err)
		}
	}
	insert(t, s, rollups, `{"_id": "invitations/survey/portal", "version": {"$numberLong": "1"}, "schema": 1, "counts": [
		{"key": "opened", "n": 3}, {"key": "expired", "n": 2}, {"key": "completed", "n": 1}, {"key": "created", "n": 1}, {"key": "started", "n": 6}]}`)
	want := map[string]contact.State{"looked": contact.Created, "began": contact.Started, "blank": contact.Created, "late": contact.Expired, "done": contact.Completed}
	states := func(about string) {
		for id, state := range want {
			all, err := s.InvitationsOf(t.Context(), id)
			if err != nil || len(all) != 1 || all[0].State != state || !all[0].Opened.Equal(at) {
				t.Errorf("%s: %s is %+v, %v; want it %s", about, id, all, err, state)
			}
		}
	}
	states("as they are read")
	began, err := s.InvitationByHash(t.Context(), "hash of began")
	if err != nil || !began.Started.Equal(at.Add(time.Hour)) {
		t.Errorf("started %v, %v", began.Started, err)
	}
	began.State, began.Completed = contact.Completed, at.Add(2*time.Hour) // answered before the job comes
	if err := s.SaveInvitations(t.Context(), []contact.Invitation{began}, nil); err != nil {
		t.Fatal(err)
	}
	want["began"] = contact.Completed
	for range 2 {
		if err := s.Upgrade(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	states("afterwards")
	all, _, err := s.RecountInvitations(t.Context())
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0].Kept, all[0].Counted) && all[0].Kept.Started != all[0].Counted.Started {
		t.Errorf("recounted as %+v, %v", all, err)
	}
	if k := all[0].Kept; k.States[contact.Created] != 3 || k.States[contact.Completed] != 2 || k.States[contact.Expired] != 2 || k.Started != 3 {
		t.Errorf("counted as %+v", k)
	}
	if of := all[0].Kept.Parts[contact.Part{Group: cohorts.Patient}]; of != (contact.Progress{Asked: 7, Reached: 3, Started: 3, Finished: 2}) || of != all[0].Counted.Parts[contact.Part{Group: cohorts.Patient}] {
		t.Errorf("of the patients are counted %+v", of)
	}
}
