package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
	"soundings/surveys/disclosure"
	"soundings/surveys/doors"
	"soundings/surveys/kinds"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/repeat"
)

// exampleClinic makes a small made-up clinic, the same to the byte every time but for what is sealed, and has look see it
// twice: while facts are pending, and when they were counted.
func exampleClinic(t *testing.T, look func(*Store)) {
	s := emptyStore(t)
	c := example{s: s, ctx: base.WithActor(t.Context(), base.Actor{Kind: base.ActorStaff, ID: "01MANAGER"}), at: aMoment}
	s.rand, s.now = rand.NewChaCha8([32]byte{}), func() time.Time { return c.at }
	for _, act := range []func() error{c.team, c.people, c.members, c.catalogue, c.survey, c.polls, c.plan, c.readies, c.events, c.files, c.board, c.hooks, c.leaving} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
		c.at = c.at.Add(time.Hour)
	}
	look(s)
	for range 2 { // first what was said, then what was done
		if _, err := s.Fold(c.ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.FoldEvents(c.ctx, time.UTC); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.SealAudit(c.ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.TrimAudit(c.ctx, map[string]time.Duration{"participants": time.Hour}); err != nil {
		t.Fatal(err)
	}
	look(s)
}

type example struct {
	s   *Store
	ctx context.Context
	at  time.Time
}

const (
	exampleFeature = "secure-messaging"
	exampleCohort  = "spring-beta"
)

var (
	exampleAdult = cohorts.Participant{
		Ref: "P-0001", Group: cohorts.Patient, Language: "es", Name: "Ana Peña Ruiz", Email: "ana@example.org", Phone: "+1 555 010 0199",
		Address:    cohorts.Address{Street: "12 Oak Street, Apt 4", City: "Denver", Region: "CO", Postcode: "80202"},
		BestTime:   cohorts.Evening,
		Attributes: map[string]string{"site": "north"},
	}
	exampleChild = cohorts.Participant{Ref: "P-0002", Group: cohorts.Patient, Language: "en", Name: "Leo Ruiz", Proxy: "P-0001", Minor: true}
)

// inTurn does what is to be done until something fails.
func inTurn(acts ...func() error) error {
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

func (c *example) team() error {
	return inTurn(func() error {
		return c.s.SaveClinic(c.ctx, cohorts.Clinic{Name: "Riverside Clinic", Phone: "555 010 0100", Languages: []string{"en", "es"}, TimeZone: "America/New_York", Wording: 1,
			Bounds: map[cohorts.Group]int{cohorts.Staff: 8}, Quiet: cohorts.Quiet{From: "20:00", To: "08:00", Days: []string{"sun"}}, MessagesPerWeek: 3, News: cohorts.NewsByLink, NewsSince: c.at},
			&cohorts.ConsentWording{Number: 1, Since: c.at, Texts: map[string]cohorts.ConsentText{"en": {Asked: "To try the portal.", Whom: "Call Maria at 555 010 0100."}}})
	}, func() error {
		return c.s.ChangeStaff(c.ctx, auth.StaffChange{
			Act: auth.ActSetUp, Roster: auth.Roster{Managers: []string{"01MANAGER"}},
			Staff: auth.Staff{ID: "01MANAGER", Email: "maria@example.org", Name: "Maria Lopez", Role: auth.Manager, PasswordHash: "$argon2id$…", Identity: "hash-of-a-person", Granted: true, Second: "ABCDEFGH", SecondStep: 60000000, Recovery: "hash-of-a-code hash-of-another", Calendar: auth.Calendar{Hash: "hash-of-an-address", Language: "es", Made: c.at}, Created: c.at},
			Link:  &auth.SetupLink{ID: "01LINK", Hash: "hash-of-a-link", Purpose: auth.ForAdmin, Email: "maria@example.org", Created: c.at, Expires: c.at.Add(time.Hour), Used: c.at},
		})
	}, func() error {
		return c.s.SaveKey(c.ctx, auth.Key{ID: "01KEY", Name: "Nightly import", Role: auth.Member, Hash: "hash-of-a-key", Created: c.at})
	}, func() error {
		return c.s.SaveSession(c.ctx, auth.Session{Hash: "hash-of-a-session", Staff: "01MANAGER", Data: []byte(`{"staff":"01MANAGER"}`), Expires: c.at.Add(12 * time.Hour)})
	}, func() error {
		return c.s.Trace(c.ctx, auth.Trace{Act: auth.TraceSignIn, Subject: "01MANAGER", From: "192.0.2.1"})
	}, func() error {
		return c.s.TraceRead(base.WithActor(c.ctx, base.Actor{Kind: base.ActorKey, ID: "01KEY"}), auth.Trace{Act: auth.TookList, Subject: "participants", From: "192.0.2.1", Count: 100}, c.at.Add(time.Hour))
	}, func() error {
		return c.s.SaveRequest(c.ctx, repeat.Request{
			Name: "01KEY /api/v1/cohorts 8e03978e", Written: true, Print: "hash-of-the-request", Expires: c.at.Add(24 * time.Hour),
			Answer: repeat.Answer{Status: 200, Type: "application/json", Links: 1},
		})
	}, func() error {
		return c.s.SaveBackup(c.ctx, base.Backup{Made: c.at.Add(-25 * time.Hour), Until: c.at.Add(time.Hour), Failed: c.at, Fault: base.NoRoom})
	}, func() error {
		return c.s.SaveCounters(c.ctx, auth.Counter{Name: "place 192.0.2.1", Over: c.at.Add(time.Minute), Beyond: 2, Expires: c.at.Add(16 * time.Minute)})
	})
}

func (c *example) people() error {
	return inTurn(
		func() error { return c.s.SaveParticipants(c.ctx, []cohorts.Participant{exampleAdult, exampleChild}) },
		func() error { return c.s.SaveChoices(c.ctx, contact.Choices{Ref: "P-0001", Mail: true, Changed: c.at}) },
	)
}

func (c *example) members() error {
	step := func(from, to cohorts.State, version int64) cohorts.Transition {
		var on time.Time
		kept, assent := "", cohorts.Assent("")
		if to == cohorts.Agreed {
			on, kept, assent = c.at, "c0ffee", cohorts.AssentYes
		}
		return cohorts.Transition{
			Membership: cohorts.Membership{Cohort: exampleCohort, Ref: "P-0001", Group: cohorts.Patient, State: to, Since: c.at, Stratum: "site=north", Wording: 1, Version: version},
			Consent: cohorts.Consent{
				ID: "01CONSENT-" + string(to), Cohort: exampleCohort, Ref: "P-0001", From: from, To: to, At: c.at,
				By: base.Actor{Kind: base.ActorParticipant, ID: "P-0001"}, Channel: "link", Wording: 1, Language: "es",
				On: on, Copy: kept, Assent: assent,
			},
		}
	}
	return inTurn(func() error {
		return c.s.KeepConsentCopy(c.ctx, cohorts.ConsentCopy{ID: "c0ffee", Language: "es", Title: "Le invitamos", Parts: []cohorts.CopyPart{{Heading: "Su atención no cambia", Paragraphs: []string{"Usted decide."}}}})
	}, func() error {
		return c.s.SaveCohort(c.ctx, cohorts.Cohort{ID: exampleCohort, Name: base.Words{"en": "Spring beta", "es": "Grupo de primavera"}, Purpose: base.Words{"en": "Does messaging help?"}, Months: 6, Began: "2027-01-04", Approval: "IRB 7", Board: "(555) 010-0199", Capacity: 20, Kind: cohorts.Quality, Created: c.at})
	}, func() error {
		return c.s.SelectMembers(c.ctx, cohorts.Cohort{ID: exampleCohort, Version: 1}, nil, nil, &cohorts.Draw{
			ID: "01DRAW", Cohort: exampleCohort, Rule: cohorts.DrawRule{Size: 1, Where: map[string]string{"group": "patient"}, Stratify: []string{"site"}, Refusals: 20},
			Candidates: "9f86d081", Seed: "spring", Reason: "Too few from the north",
			Strata: []cohorts.Stratum{{Name: "site=north", Values: map[string]string{"site": "north"}, Population: 1, Eligible: 1, Wanted: 1, Selected: 1}},
			At:     c.at, By: base.ActorFrom(c.ctx),
		})
	}, func() error {
		return c.s.SaveWaiting(c.ctx, []cohorts.Waiter{{Cohort: exampleCohort, Ref: "P-0002", Group: cohorts.Patient, Stratum: "site=", Rank: "7f3a", Since: c.at}})
	}, c.joins, func() error { return c.s.SaveTransitions(c.ctx, []cohorts.Transition{step("", cohorts.Selected, 0)}) },
		func() error {
			return c.s.SaveTransitions(c.ctx, []cohorts.Transition{step(cohorts.Selected, cohorts.Invited, 1)})
		},
		func() error {
			return c.s.SaveTransitions(c.ctx, []cohorts.Transition{step(cohorts.Invited, cohorts.Agreed, 2)})
		})
}

// joins has two people ask to take part, one of whom is admitted.
func (c *example) joins() error {
	open := cohorts.Joining{Cohort: exampleCohort, Open: true, Group: cohorts.Patient, Places: 20, Taken: 1, Sheets: []cohorts.Sheet{{Code: "Q7F2MK", Name: "Dr. Okafor", Asked: 1}}}
	asks := func(name, mail, sheet string) cohorts.JoinRequest {
		return cohorts.JoinRequest{Cohort: exampleCohort, Ref: "J-" + sheet, Sheet: sheet, At: c.at, Name: name, Email: mail, Phone: "+1 555 010 0177", Language: "es"}
	}
	return inTurn(
		func() error { return c.s.AddJoinRequest(c.ctx, open, asks("Rosa Vega", "rosa@example.org", "Q7F2MK")) },
		func() error {
			page, err := c.s.JoinRequests(c.ctx, exampleCohort, false, "", 1)
			r, err := first(page.Items, err)
			r.Admitted = true
			return errors.Join(err, c.s.AdmitJoinRequest(c.ctx, r))
		},
		func() error {
			open.Version, open.Taken = 1, 2
			return c.s.AddJoinRequest(c.ctx, open, asks("Luis Vega", "luis@example.org", "Q7F2MK"))
		},
	)
}

func (c *example) catalogue() error {
	hours, answers := 72.0, 30
	r := rollout.Rollout{
		Feature: exampleFeature, Cohort: exampleCohort, Percent: 10, Ramp: []rollout.Step{{Percent: 10}, {Percent: 50, HoldHours: &hours, Answers: &answers}},
		Gates: rollout.Gates{HoldHours: 48, Answers: 20, Survey: "portal", Instrument: "sus", Margin: 5, Looks: 2, Baseline: &rollout.Sample{N: 40, Mean: 68.5, SD: 12.5}},
		State: rollout.Running, Since: c.at, Overrides: map[string]bool{"P-0001": true},
	}
	m := rollout.Move{ID: "01MOVE", Feature: r.Feature, Cohort: r.Cohort, Kind: rollout.Set, To: 10, At: c.at, By: base.ActorFrom(c.ctx), Note: "A small start"}
	return inTurn(func() error {
		return c.s.SaveFeature(c.ctx, 0, rollout.Feature{
			Key: exampleFeature, Name: base.Words{"en": "Secure messaging", "es": "Mensajes seguros"}, Description: base.Words{"en": "Write to your care team."},
			Effort: 3, Needs: []string{"sign-in"}, Stage: "beta", Owner: "Maria Lopez", Created: c.at, Since: c.at,
		})
	}, func() error { return c.s.SaveRollouts(c.ctx, 1, rollout.Change{Rollout: r, Move: &m}) },
		func() error {
			return c.s.AddExposures(c.ctx, []rollout.Exposure{{Feature: exampleFeature, Cohort: exampleCohort, Ref: "P-0001", At: c.at}})
		})
}

func (c *example) survey() error {
	low, high := 1.0, 5.0
	v := surveys.Survey{ID: "portal", Version: 1, State: surveys.Open, Title: base.Words{"en": "Is the portal working for you?", "es": "¿Le funciona el portal?"}, Cuts: []string{"group", "attribute:site"}, Audience: []string{exampleCohort}, Created: c.at, Opened: c.at, Pages: []surveys.Page{{Questions: []surveys.Question{
		{ID: "sus", Instrument: "sus", Wording: "published"},
		{ID: "ease", Type: kinds.Scale, Text: base.Words{"en": "How easy was it?"}, Required: true, Min: &low, Max: &high, MinLabel: base.Words{"en": "Hard"}, MaxLabel: base.Words{"en": "Easy"}},
		{ID: "used", Type: kinds.Multiple, Text: base.Words{"en": "What did you use?"}, Options: []surveys.Option{{Value: "visits", Text: base.Words{"en": "Visits"}}, {Value: "none", Text: base.Words{"en": "None of these"}, Exclusive: true}}},
		{ID: "why", Type: kinds.FreeText, Text: base.Words{"en": "Why?"}, ShowIf: &surveys.Condition{All: []surveys.Test{{Question: "ease", Op: kinds.Less, Value: kinds.Values{"3"}}}}},
	}}}}
	i := contact.Invitation{
		ID: "01INVITATION", Kind: contact.ForSurvey, Subject: "portal", Ref: "P-0001", Group: cohorts.Patient, Cohort: exampleCohort,
		Stratum: "site=north", Language: "es", State: contact.Created, Created: c.at, Expires: c.at.AddDate(0, 0, 30), Hash: "hash-of-a-token",
	}
	r := surveys.Response{
		ID: i.ID, Survey: "portal", Version: 1, Ref: "P-0001", Group: cohorts.Patient, Cohort: exampleCohort, Language: "es", Mode: surveys.Paper, Submitted: c.at,
		Answers: surveys.Answers{"ease": {"2"}, "why": {"No encuentro los mensajes."}}, Scores: map[string]float64{"sus": 72.5},
		Attributes: map[string]string{"site": "north"}, Waiting: true,
	}
	return inTurn(
		func() error { return c.s.SaveSurvey(c.ctx, v) },
		func() error { return c.s.Upgrade(c.ctx) },
		func() error { return c.s.SaveInvitations(c.ctx, []contact.Invitation{i}, nil) },
		func() error { return c.outbox(i) },
		func() error {
			return c.s.SaveUnfinished(c.ctx, surveys.PartialResponse{Invitation: "01OTHER", Page: 1, Typed: surveys.Answers{"ease": {"4"}}, Saved: c.at}, contact.Invitation{})
		},
		func() error {
			done := i
			done.State, done.Was, done.Version, done.Opened, done.Started, done.Completed, done.Removed = contact.Completed, contact.Created, 1, c.at, c.at, c.at, c.at
			return c.s.Submit(c.ctx, v, r, done, surveys.PartialResponse{})
		}, func() error { return c.s.SaveEdition(c.ctx, exampleEdition(c.at), nil) }, c.anonymous)
}

func (c *example) anonymous() error {
	v := surveys.Survey{
		ID: "frank", Version: 1, State: surveys.Draft, Title: base.Words{"en": "Frankly"}, Anonymous: true, Created: c.at,
		Pages: []surveys.Page{{Questions: []surveys.Question{{ID: "why", Type: kinds.FreeText, Text: base.Words{"en": "Why?"}}}}},
	}
	opened := v
	opened.State, opened.Opened, opened.Doors, opened.Revision = surveys.Open, c.at, 1, 1
	opened.Bounds = disclosure.Bounds{cohorts.Staff: 8}.Fixed()
	return inTurn(
		func() error { return c.s.SaveSurvey(c.ctx, v) },
		func() error { return c.s.PublishAnonymous(c.ctx, opened) },
		func() error {
			r := surveys.Response{ID: "ANSWER1", Survey: v.ID, Version: 1, Group: cohorts.Staff, Submitted: dayOf(c.at), Answers: surveys.Answers{"why": {"Too slow."}}}
			return c.s.SubmitAnonymous(c.ctx, opened, r, surveys.Right{ID: "RIGHT4", Survey: v.ID}, doors.Door{Of: doors.Survey(v.ID), Version: 1})
		})
}

// exampleEdition counts eleven answers, of which one was taken out since; of a question fewer answer than may be told.
func exampleEdition(at time.Time) surveys.Edition {
	mean, sd, low, high := 71.5, 12.25, 63.25, 79.75
	people := &surveys.Counts{
		Completed: 11, Fields: map[string]*surveys.Count{"ease": {N: 11, Values: map[string]int{"2": 4, "4": 7}}},
		Scores: map[string]*surveys.Count{"sus": {N: 11, Values: map[string]int{"67.5": 5, "75": 6}}},
	}
	lines := []disclosure.Line{{From: 1, N: 11}}
	return surveys.Edition{
		Survey: "portal", Number: 1, Made: at, Marked: true, Altered: true,
		Cells: map[surveys.Part]*surveys.Counts{{}: people, {By: "group", Value: "patient"}: people}, Hidden: map[surveys.Part]*surveys.Counts{{}: people},
		Narrow: map[surveys.Part][]string{{}: {"sus"}},
		Classes: []*disclosure.Class{{
			Values: []string{"patient"}, Bound: 11, Moment: 1, Leaving: []disclosure.Entry{{ID: "01GONE", Units: []string{"ease"}, Told: 1}},
			Units: map[string]*disclosure.Unit{
				"": {Flushes: []int{1}, Lines: lines}, "ease": {Flushes: []int{1}, Lines: lines}, "why": {Pool: []disclosure.Entry{{ID: "01INVITATION", Units: []string{"ease", "why"}}}},
			},
		}},
		Wordings: map[string]disclosure.Wording{"ease": disclosure.Words},
		Gone:     map[string]surveys.Response{"01GONE": {ID: "01GONE", Group: cohorts.Patient, Cohort: exampleCohort, Language: "en", Mode: surveys.Phone, Told: 1, Answers: surveys.Answers{"ease": {"4"}}}},
		Past: []surveys.PastScores{{Day: "2027-03-01", Scores: []surveys.ScoreResult{
			{Question: "sus", Instrument: "sus", Wording: "plain", N: 11, Mean: &mean, SD: &sd, Low: &low, High: &high, Grade: "C+"},
		}}},
	}
}

func (c *example) polls() error {
	p := polls.Poll{
		ID: "priorities", Title: base.Words{"en": "What comes first?"}, Method: polls.Rank, Features: []string{exampleFeature, "refills"}, Ties: true,
		Texts:  map[string]polls.FeatureText{exampleFeature: {Name: base.Words{"en": "Secure messaging"}}},
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}, Open: true, State: polls.Open, Created: c.at, Opened: c.at, CodeHash: "hash-of-a-code",
	}
	secret := polls.Poll{
		ID: "frank", Title: base.Words{"en": "Frankly"}, Method: polls.Rank, Features: p.Features, Secret: true,
		Groups: p.Groups, State: polls.Draft, Created: c.at,
	}
	opened := secret
	opened.State, opened.Opened, opened.Doors, opened.Version = polls.Open, c.at, 1, 1
	opened.Bounds = disclosure.Bounds(nil).Fixed()
	day := c.at.Truncate(24 * time.Hour)
	places := polls.Answer{Places: map[string]int{exampleFeature: 1, "refills": 2}}
	return inTurn(
		func() error { return c.s.SavePoll(c.ctx, p) },
		func() error { return c.s.SavePoll(c.ctx, secret) },
		func() error { return c.s.HangDoors(c.ctx, opened) },
		func() error {
			b := polls.Ballot{ID: "BALLOT1", Poll: p.ID, Group: cohorts.Staff, At: c.at, Ref: "S-0001", Shown: []string{"refills", exampleFeature}, Answer: places}
			return c.s.Cast(c.ctx, b, polls.VotingRight{ID: "RIGHT1", Poll: p.ID, Ballot: b.ID}, nil)
		},
		func() error { return c.s.Renew(c.ctx, polls.Edition{Poll: p.ID, Number: 1, Made: c.at}, nil) },
		func() error {
			b := polls.Ballot{ID: "BALLOT3", Poll: p.ID, Group: cohorts.Staff, At: c.at, Ref: "S-0003", Answer: places}
			return c.s.Cast(c.ctx, b, polls.VotingRight{ID: "RIGHT3", Poll: p.ID, Ballot: b.ID}, nil)
		},
		func() error { // it is told
			return c.s.Renew(c.ctx, polls.Edition{Poll: p.ID, Number: 1, Made: c.at, Version: 1}, []polls.Waiting{{ID: waitingID("RIGHT3"), Version: 1}})
		},
		func() error { _, err := c.s.RemoveBallots(c.ctx, p, "S-0003"); return err },
		func() error {
			b := polls.Ballot{ID: "BALLOT2", Poll: secret.ID, Group: cohorts.Staff, At: day, Answer: places}
			return c.s.CastInSecret(c.ctx, b, polls.VotingRight{ID: "RIGHT2", Poll: secret.ID}, doors.Door{Of: secret.ID, Version: 1})
		})
}

func (c *example) plan() error {
	quarter := time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
	ready := map[string]time.Time{exampleFeature: quarter}
	return inTurn(func() error {
		return c.s.SavePlan(c.ctx, "change", plan.Plan{
			ID: "01PLAN", Title: "2027", Polls: []string{"priorities"}, Start: quarter.AddDate(0, -3, 0), Capacity: [plan.Quarters]float64{8, 8, 8, 8},
			Features:  []plan.Feature{{Key: exampleFeature, Effort: 3, Needs: []string{"sign-in"}, Priority: .75}, {Key: "video", Effort: 40, Priority: .25}},
			Phases:    []plan.Phase{{Quarter: 1, Starts: quarter.AddDate(0, -3, 0), Capacity: 8, Used: 3, Features: []plan.Item{{Feature: exampleFeature, Effort: 3, Ready: true, Why: base.T("plan.why.priority", "Place", 1)}}}},
			Unplanned: []plan.Left{{Feature: "video", Why: base.T("plan.why.too_large")}},
			Value:     2.25, Best: 2.25, Baseline: ready, Adopted: c.at, Created: c.at,
		})
	}, func() error {
		return c.s.SaveEntry(c.ctx, plan.Entry{ID: "01ENTRY", Kind: plan.Goal, Title: "Half use messaging", Owner: "Maria Lopez", Date: quarter, Feature: exampleFeature, Figure: "use", Target: 50, Audience: []cohorts.Group{cohorts.Leadership}})
	}, func() error {
		return c.s.SaveEntry(c.ctx, plan.Entry{ID: "01RELEASE", Kind: plan.Release, Title: "The autumn release", Date: quarter, Touches: []string{exampleFeature}, Mends: []string{"B-1"}})
	}, func() error {
		return c.s.SaveEntry(c.ctx, plan.Entry{
			ID: "01DECISION", Kind: plan.Decision, Title: "Messaging first", Date: quarter, Done: quarter, Seats: []plan.Seat{plan.Sponsor}, Grounds: []plan.Ground{{Source: "poll", Of: "priorities"}},
			Taken: &plan.Taken{At: c.at, By: []plan.Decider{{Seat: plan.Sponsor, Name: "Dr. Ruth Okafor"}}, Evidence: []plan.Evidence{{
				Ground: plan.Ground{Source: "poll", Of: "priorities"}, Title: base.Words{"en": "What first?"},
				Lines: []base.Text{base.T("evidence.place", "Place", 1, "Feature", base.Words{"en": "Messages"}, "Percent", 95)},
			}}},
		})
	}, func() error {
		sponsor := plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Name: "Dr. Ruth Okafor"}, StandIn: plan.Holder{Account: "01MANAGER"}, Decides: "What the beta may cost."}
		return c.s.SaveTeam(c.ctx, plan.Team{Seats: []plan.Sitting{sponsor}, Concerns: plan.Concerns{Account: "01MANAGER"}})
	}, func() error {
		return c.s.SaveRota(c.ctx, plan.Rota{Weeks: []plan.Week{{Monday: quarter.AddDate(0, 0, 4), Accounts: []string{"01MANAGER", "01MEMBER"}}}})
	}, func() error {
		return c.s.SaveVendor(c.ctx, plan.Vendor{
			Name: "Portal Works", People: []plan.VendorContact{{Name: "Kim Ellis", Role: "support", Phone: "+1 555 010 0177", Email: "kim@example.net"}}, Hours: "8 to 5", Tickets: "https://tickets.example.net/{ticket}",
			Contract: plan.Contract{Ends: quarter, Notice: 90, Text: "For two years."},
		})
	})
}

// readies writes what must be there before people see the feature.
func (c *example) events() error {
	e := metrics.Event{ID: "portal-1", Ref: "P-0001", Kind: metrics.Used, Feature: exampleFeature, At: c.at, Day: metrics.DayOf(c.at, time.UTC), Cohorts: []string{exampleCohort}}
	return inTurn(func() error {
		_, err := c.s.AddEvents(c.ctx, []metrics.Event{e}, false)
		return err
	}, func() error {
		e.ID, e.Ref, e.Cohorts = "portal-2", "P-9999", nil
		return c.s.Park(c.ctx, []metrics.Event{e}, c.at.AddDate(0, 0, 30))
	})
}

func (c *example) leaving() error {
	child := exampleChild
	child.Version = 1
	return c.s.BeginRemoval(c.ctx, child, cohorts.Removal{ID: "01REMOVAL", Ref: child.Ref, At: c.at})
}

// outbox has a message about an invitation sent, and one wait.
func (c *example) outbox(i contact.Invitation) error {
	p := contact.Protocol{Kind: i.Kind, Subject: i.Subject, Began: c.at, Steps: []contact.Step{{AfterDays: 0, By: contact.ByMail}, {AfterDays: 7, By: contact.ByLetter}}}
	m := contact.Message{
		ID: contact.MessageID(i.ID, 0), Invitation: i.ID, Kind: i.Kind, Subject: i.Subject, Ref: i.Ref, To: i.Ref, By: contact.ByMail, State: contact.MessageFailed,
		Why: contact.WhyRefused, Began: c.at, Due: c.at, At: c.at.Add(time.Minute), Tries: 1, First: c.at, Charged: true, Counts: c.at,
	}
	letter := contact.Message{
		ID: contact.MessageID(i.ID, 1), Invitation: i.ID, Kind: i.Kind, Subject: i.Subject, Ref: i.Ref, To: i.Ref, By: contact.ByLetter, Step: 1,
		State: contact.MessageWaiting, Began: c.at, Due: c.at.AddDate(0, 0, 7), Look: c.at.AddDate(0, 0, 7),
	}
	password := contact.Message{
		ID: "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c0e-2857680", Kind: contact.ForPassword, To: "01STAFF", By: contact.ByMail, Language: "es", State: contact.MessageWaiting,
		Began: c.at, Due: c.at, Look: time.Unix(0, 0).UTC(),
	}
	printed := letter
	printed.ID, printed.Step, printed.State, printed.At, printed.First, printed.Charged, printed.Counts, printed.Look = contact.MessageID(i.ID, 2), 2, contact.MessageSent, c.at, c.at, true, c.at, time.Time{}
	printed.Batch = "01BATCH"
	secret := contact.Protocol{Kind: contact.ForSurvey, Subject: "anonymous", Secret: true, Began: c.at, Steps: []contact.Step{{By: contact.ByMail}, {AfterDays: 4, By: contact.ByMail}}}
	reminder := m
	reminder.ID, reminder.Step, reminder.Subject, reminder.State, reminder.Why = contact.SecretMessageID(i.ID, 1), 1, secret.Subject, contact.MessageSent, contact.WhyNone
	reminder.Look, reminder.Only = c.at.Add(10*time.Minute), "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c0e"
	batch := contact.Batch{ID: printed.Batch, By: contact.ByLetter, At: c.at, Count: 1}
	return inTurn(func() error { return c.s.SaveProtocol(c.ctx, p) }, func() error { return c.s.SaveProtocol(c.ctx, secret) }, func() error { return c.s.SaveBatch(c.ctx, batch) }, func() error {
		return c.s.SaveOutgoing(c.ctx, contact.Outgoing{
			Messages: []contact.Message{m, letter, printed, password, reminder},
			Records:  []contact.Record{{Ref: i.Ref, Got: []time.Time{c.at}, Failing: "ana@example.org", Away: "1 Elm Road\nSalem", Wrong: "615-555-0134"}},
		})
	}, func() error { return c.s.SaveHalt(c.ctx, contact.Halt{On: true, Since: c.at}) })
}
