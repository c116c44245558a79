package store

import (
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
)

// board has a bump with all that can be said of one, and one that was just reported.
func (c *example) board() error {
	whole := board.Bump{
		ID: "B-1", State: board.Adapting, Severity: board.Blocker, Where: exampleFeature, Title: "Photos do not go out", Public: base.Words{"en": "Photos cannot be sent", "es": "No se pueden enviar fotos"},
		Owner: "01MANAGER", Concern: board.Concern{Raised: c.at, Taken: c.at, By: "01MANAGER"}, Reason: "It was the phone.", Vendor: "CASE-1234",
		Alternatives: []board.Alternative{{ID: "01ALTERNATIVE", Kind: board.Wording, Title: "Say which photos go", Effort: "an hour", Reach: "everybody", Risk: "none", Decides: "the pair", Chosen: true}},
		Adaptation:   board.Adaptation{Kind: board.Wording, Title: "Say which photos go", Why: "The vendor needs months.", Owner: "Maria", Due: c.at.AddDate(0, 0, 7), Cohort: exampleCohort, Task: "bump-B-1", Done: c.at},
		Reported:     c.at, Opened: c.at, Answered: c.at, Changed: c.at, Again: 1, People: map[cohorts.Group]int{cohorts.Patient: 2, cohorts.Staff: 1},
	}
	merged := board.Bump{ID: "B-2", State: board.Merged, Where: board.SigningIn, Reported: c.at, Opened: c.at, Into: "B-1"}
	report := board.Report{
		ID: "01REPORT", Bump: "B-1", Ref: "P-0001", Group: cohorts.Patient, Proxy: "P-0001", Text: "No puedo enviar una foto.", Language: "es", Call: true, Picture: "01PICTURE", From: board.FromStaff, Survey: "is-it-working", Question: "why",
		At: c.at, Fixed: board.NotFixed, Said: c.at, Quote: board.Quote{Text: "No puedo enviar", Asked: c.at, May: board.IsFixed, Answered: c.at}, Hash: "hash-of-a-receipt",
	}
	set := board.DefaultSettings()
	set.Targets = map[board.Severity]board.Target{board.Blocker: {Answer: 2, Change: 9}}
	return inTurn(func() error {
		return c.s.SaveBumps(c.ctx, "report", board.Saved{Number: board.Number{Last: 2}, Bumps: []board.Bump{whole, merged}, Reports: []board.Report{report}, Picture: board.Picture{ID: "01PICTURE", JPEG: []byte("a picture")}, Notes: []board.Note{
			{Bump: "B-1", At: c.at, By: base.Actor{Kind: base.ActorStaff, ID: "01MANAGER"}, Kind: board.Moved, From: "new", To: "assessing", Text: "Asked the vendor."},
		}})
	}, func() error { return c.s.SaveBoardSettings(c.ctx, set) }, func() error { return c.s.SaveReportCode(c.ctx, board.Code{Issue: 1}) }, func() error {
		return c.s.SaveBumps(c.ctx, "announce", board.Saved{Announcements: []board.Announcement{{
			ID: "A-1", Bump: "B-1", Again: 1, Where: exampleFeature, Refused: true, Words: map[board.Audience]base.Words{board.Patients: {"en": "Photos go out now.", "es": "Ya salen las fotos."}},
			Told: map[board.Audience]time.Time{board.Patients: c.at}, Steps: contact.ReadyTellings()[0].Steps, Quotes: []string{"01REPORT"}, Heard: whole.Public, In: c.at, Asking: true, Began: c.at, Changed: c.at,
		}, {
			ID: "year.messages.2027-07-01", Plan: "year", Expected: c.at, Where: exampleFeature, Words: map[board.Audience]base.Words{board.Patients: {"en": "It comes later.", "es": "Viene más tarde."}},
			Told: map[board.Audience]time.Time{board.Patients: c.at}, Began: c.at,
		}}})
	})
}
