package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
	"soundings/web/auth"
	"soundings/web/repeat"
)

// Whatever a domain keeps comes back as it was, every field of it: one that a document forgets is found here.
func TestEveryFieldIsKept(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, s *Store){
		"clinic": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, c cohorts.Clinic) error { return s.SaveClinic(ctx, c, nil) },
				func(ctx context.Context, _ cohorts.Clinic) (cohorts.Clinic, error) { return s.readClinic(ctx) })
		},
		"consent wording": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, w cohorts.ConsentWording) error {
				return s.SaveClinic(ctx, cohorts.Clinic{}, &w)
			},
				func(ctx context.Context, w cohorts.ConsentWording) (cohorts.ConsentWording, error) {
					return s.ConsentWording(ctx, w.Number)
				})
		},
		"participant": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, p cohorts.Participant) error {
				return s.SaveParticipants(ctx, []cohorts.Participant{p})
			},
				func(ctx context.Context, p cohorts.Participant) (cohorts.Participant, error) {
					return first(s.Participants(ctx, p.Ref))
				})
		},
		"cohort": func(t *testing.T, s *Store) {
			keeps(t, s.SaveCohort, func(ctx context.Context, c cohorts.Cohort) (cohorts.Cohort, error) { return s.Cohort(ctx, c.ID) })
		},
		"membership": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, m cohorts.Membership) error {
				return s.SaveTransitions(ctx, []cohorts.Transition{{Membership: m, Consent: cohorts.Consent{ID: "consent"}}})
			},
				func(ctx context.Context, m cohorts.Membership) (cohorts.Membership, error) {
					return first(s.Memberships(ctx, m.Cohort, m.Ref))
				})
		},
		"consent": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, c cohorts.Consent) error {
				return s.SaveTransitions(ctx, []cohorts.Transition{{Consent: c}})
			},
				func(ctx context.Context, c cohorts.Consent) (cohorts.Consent, error) {
					return first(s.History(ctx, c.Cohort, c.Ref))
				})
		},
		"draw": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, d cohorts.Draw) error {
				if err := s.SaveCohort(ctx, cohorts.Cohort{ID: d.Cohort}); err != nil {
					return err
				}
				return s.SelectMembers(ctx, cohorts.Cohort{ID: d.Cohort, Version: 1}, nil, nil, &d)
			}, func(ctx context.Context, d cohorts.Draw) (cohorts.Draw, error) { return first(s.Draws(ctx, d.Cohort)) })
		},
		"how people join": func(t *testing.T, s *Store) {
			keeps(t, s.SaveJoining, func(ctx context.Context, j cohorts.Joining) (cohorts.Joining, error) { return s.Joining(ctx, j.Cohort) })
		},
		"request to join": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r cohorts.JoinRequest) error {
				return s.AddJoinRequest(ctx, cohorts.Joining{Cohort: r.Cohort}, r)
			}, func(ctx context.Context, r cohorts.JoinRequest) (cohorts.JoinRequest, error) {
				kept, err := firstOf(s.JoinRequests(ctx, r.Cohort, false, "", 1))
				kept.ID = r.ID // made of the others
				return kept, err
			}, func(r *cohorts.JoinRequest) { r.Admitted = false }) // of those admitted less is kept
		},
		"waiter": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, w cohorts.Waiter) error { return s.SaveWaiting(ctx, []cohorts.Waiter{w}) },
				func(ctx context.Context, w cohorts.Waiter) (cohorts.Waiter, error) {
					return firstOf(s.FindWaiting(ctx, w.Cohort, "", 1))
				})
		},
		"removal": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r cohorts.Removal) error {
				p := cohorts.Participant{Ref: r.Ref}
				if err := s.SaveParticipants(ctx, []cohorts.Participant{p}); err != nil {
					return err
				}
				p.Version = 1
				return s.BeginRemoval(ctx, p, r)
			}, func(ctx context.Context, _ cohorts.Removal) (cohorts.Removal, error) { return first(s.Removals(ctx)) })
		},
		"choices": func(t *testing.T, s *Store) {
			keeps(t, s.SaveChoices, func(ctx context.Context, c contact.Choices) (contact.Choices, error) {
				all, err := s.ChoicesOf(ctx, c.Ref)
				return all[0], err
			})
		},
		"invitation": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, i contact.Invitation) error {
				return s.SaveInvitations(ctx, []contact.Invitation{i}, nil)
			}, func(ctx context.Context, i contact.Invitation) (contact.Invitation, error) {
				read, err := first(s.Invitations(ctx, i.ID))
				if read.Was == read.State { // as of every one that was read
					read.Was, read.Counted = i.Was, i.Counted
				}
				return read, err
			})
		},
		"backup": func(t *testing.T, s *Store) {
			keeps(t, s.SaveBackup, func(ctx context.Context, _ base.Backup) (base.Backup, error) { return s.Backup(ctx) })
		},
		"message": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, m contact.Message) error {
				return s.SaveOutgoing(ctx, contact.Outgoing{Messages: []contact.Message{m}})
			}, func(ctx context.Context, m contact.Message) (contact.Message, error) {
				read, err := first(s.Messages(ctx, m.ID))
				if read.Was == read.State { // as of every one that was read
					read.Was = m.Was
				}
				return read, err
			})
		},
		"protocol": func(t *testing.T, s *Store) {
			keeps(t, s.SaveProtocol, func(ctx context.Context, p contact.Protocol) (contact.Protocol, error) {
				return s.Protocol(ctx, p.Kind, p.Subject)
			})
		},
		"record of messages": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r contact.Record) error {
				return s.SaveOutgoing(ctx, contact.Outgoing{Records: []contact.Record{r}})
			}, func(ctx context.Context, r contact.Record) (contact.Record, error) {
				read, err := first(s.Records(ctx, r.Ref))
				read.Noted = r.Noted // goes into the audit
				return read, err
			})
		},
		"batch of letters": func(t *testing.T, s *Store) {
			keeps(t, s.SaveBatch, func(ctx context.Context, b contact.Batch) (contact.Batch, error) { return s.Batch(ctx, b.ID) })
		},
		"stopped outbox": func(t *testing.T, s *Store) {
			keeps(t, s.SaveHalt, func(ctx context.Context, _ contact.Halt) (contact.Halt, error) { return s.Halted(ctx) })
		},
		"audit record": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r base.AuditRecord) error {
				s.now = func() time.Time { return r.At }
				return s.begin(r.Act, r.Subject).save(attributes, &attributeDoc{Head{ID: "age"}}).commit(base.WithActor(ctx, r.By))
			}, func(ctx context.Context, _ base.AuditRecord) (base.AuditRecord, error) {
				return firstOf(s.Audit(ctx, time.Time{}, time.Time{}, "", 1))
			}, func(r *base.AuditRecord) { r.From, r.Count = "", 0 }) // of traces alone
		},
		"survey": func(t *testing.T, s *Store) {
			keeps(t, s.SaveSurvey, func(ctx context.Context, v surveys.Survey) (surveys.Survey, error) { return s.Survey(ctx, v.ID) },
				func(v *surveys.Survey) { // of what is known: a type and an instrument
					for _, p := range v.Pages {
						for i := range p.Questions {
							p.Questions[i].Type, p.Questions[i].Instrument = kinds.Single, "sus"
						}
					}
				})
		},
		"answer under way": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, u surveys.PartialResponse) error {
				return s.SaveUnfinished(ctx, u, contact.Invitation{})
			}, func(ctx context.Context, u surveys.PartialResponse) (surveys.PartialResponse, error) {
				return s.Unfinished(ctx, u.Invitation)
			})
		},
		"response": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r surveys.Response) error {
				return s.Submit(ctx, asking(r), r, contact.Invitation{ID: r.ID}, surveys.PartialResponse{})
			}, func(ctx context.Context, r surveys.Response) (surveys.Response, error) {
				all, _, err := s.Responses(ctx, r.Survey, "", 1)
				return first(all, err)
			})
		},
		"edition": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, e surveys.Edition) error { return s.SaveEdition(ctx, e, nil) },
				func(ctx context.Context, e surveys.Edition) (surveys.Edition, error) { return s.Edition(ctx, e.Survey) },
				func(e *surveys.Edition) { // of those that are gone, only what is counted; what is narrow stands at its cell
					e.Narrow = map[surveys.Part][]string{}
					for p := range e.Cells {
						e.Narrow[p] = []string{"sus"}
					}
					for _, gone := range e.Gone {
						e.Gone = map[string]surveys.Response{gone.ID: {
							ID: gone.ID, Survey: e.Survey, Group: gone.Group, Cohort: gone.Cohort, Language: gone.Language, Mode: gone.Mode,
							Attributes: gone.Attributes, Told: gone.Told, Answers: gone.Answers, Scores: gone.Scores,
						}}
					}
				})
		},
		"poll": func(t *testing.T, s *Store) {
			keeps(t, s.SavePoll, func(ctx context.Context, p polls.Poll) (polls.Poll, error) { return s.Poll(ctx, p.ID) }, func(p *polls.Poll) {
				p.Groups = map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1.5}, cohorts.Patient: {Weight: 2.5}}
				p.Method = methods.Rank // of those that are known
				p.Texts = map[string]polls.FeatureText{p.Features[1]: filled[polls.FeatureText]()}
			})
		},
		"ballot": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, b polls.Ballot) error {
				return s.Cast(ctx, b, polls.VotingRight{ID: "right"}, nil)
			},
				func(ctx context.Context, b polls.Ballot) (polls.Ballot, error) { return s.Ballot(ctx, b.ID) })
		},
		"voting right": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r polls.VotingRight) error {
				return s.Cast(ctx, polls.Ballot{ID: "ballot"}, r, nil)
			},
				func(ctx context.Context, r polls.VotingRight) (polls.VotingRight, error) { return s.Right(ctx, r.ID) })
		},
		"plan": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, p plan.Plan) error { return s.SavePlan(ctx, "change", p) },
				func(ctx context.Context, p plan.Plan) (plan.Plan, error) { return s.Plan(ctx, p.ID) })
		},
		"entry of the charter": func(t *testing.T, s *Store) {
			keeps(t, s.SaveEntry, func(ctx context.Context, e plan.Entry) (plan.Entry, error) { return s.Entry(ctx, e.ID) })
		},
		"team": func(t *testing.T, s *Store) {
			keeps(t, s.SaveTeam, func(ctx context.Context, _ plan.Team) (plan.Team, error) { return s.Team(ctx) })
		},
		"rota": func(t *testing.T, s *Store) {
			keeps(t, s.SaveRota, func(ctx context.Context, _ plan.Rota) (plan.Rota, error) { return s.Rota(ctx) })
		},
		"vendor": func(t *testing.T, s *Store) {
			keeps(t, s.SaveVendor, func(ctx context.Context, _ plan.Vendor) (plan.Vendor, error) { return s.Vendor(ctx) })
		},
		"feature": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, f rollout.Feature) error { return s.SaveFeature(ctx, 0, f) },
				func(ctx context.Context, _ rollout.Feature) (rollout.Feature, error) {
					c, err := s.Catalogue(ctx)
					return first(c.Features, err)
				})
		},
		"rollout": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r rollout.Rollout) error {
				return s.SaveRollouts(ctx, 0, rollout.Change{Rollout: r})
			},
				func(ctx context.Context, _ rollout.Rollout) (rollout.Rollout, error) {
					c, err := s.Catalogue(ctx)
					return first(c.Rollouts, err)
				})
		},
		"move of a rollout": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, m rollout.Move) error {
				return s.SaveRollouts(ctx, 0, rollout.Change{Move: &m})
			},
				func(ctx context.Context, m rollout.Move) (rollout.Move, error) {
					return firstOf(s.Moves(ctx, m.Feature, m.Cohort, "", 1))
				})
		},
		"exposure": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, seen rollout.Exposure) error {
				return s.AddExposures(ctx, []rollout.Exposure{seen})
			},
				func(ctx context.Context, _ rollout.Exposure) (rollout.Exposure, error) {
					return firstOf(s.Exposures(ctx, "", 1))
				})
		},
		"event": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, e metrics.Event) error {
				_, err := s.AddEvents(ctx, []metrics.Event{e}, false)
				return err
			}, func(ctx context.Context, e metrics.Event) (metrics.Event, error) {
				d, err := one[eventDoc](ctx, s, events, e.ID, "error.not_found")
				return d.event(), err
			})
		},
		"parked event": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, p intake.Parked) error {
				return s.Park(ctx, []metrics.Event{p.Event}, p.Until)
			},
				func(ctx context.Context, _ intake.Parked) (intake.Parked, error) {
					page, err := s.Parked(ctx, intake.ParkedOf{}, "")
					return first(page.Items, err)
				})
		},
		"mark of an event": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, m metrics.Effect) error {
				a := s.begin("", "")
				a.mark(newEventMarks([]metrics.Effect{m}))
				return a.commit(ctx)
			}, func(ctx context.Context, _ metrics.Effect) (metrics.Effect, error) {
				marks, err := s.pendingMarks(ctx, s.begin("", ""))
				m, err := first(marks, err)
				return m.mark(), err
			})
		},
		"activity": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, a metrics.Activity) error {
				return s.begin("", "").save(activities, newActivityDoc(membershipID("beta", a.Ref), a)).commit(ctx)
			}, func(ctx context.Context, a metrics.Activity) (metrics.Activity, error) {
				all, err := s.Activities(ctx, "beta", []string{a.Ref})
				return all[a.Ref], err
			})
		},
		"roster": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, r auth.Roster) error {
				return s.ChangeStaff(ctx, auth.StaffChange{Roster: r, Staff: auth.Staff{ID: "staff"}})
			},
				func(ctx context.Context, _ auth.Roster) (auth.Roster, error) { return s.Roster(ctx) })
		},
		"staff": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, p auth.Staff) error { return s.ChangeStaff(ctx, auth.StaffChange{Staff: p}) },
				func(ctx context.Context, p auth.Staff) (auth.Staff, error) { return s.Staff(ctx, p.ID) })
		},
		"set-up link": func(t *testing.T, s *Store) {
			keeps(t, s.SaveSetupLink, func(ctx context.Context, l auth.SetupLink) (auth.SetupLink, error) { return s.SetupLink(ctx, l.Hash) })
		},
		"key": func(t *testing.T, s *Store) {
			keeps(t, s.SaveKey, func(ctx context.Context, k auth.Key) (auth.Key, error) { return s.Key(ctx, k.Hash) })
		},
		"session": func(t *testing.T, s *Store) {
			keeps(t, s.SaveSession, func(ctx context.Context, v auth.Session) (auth.Session, error) { return s.Session(ctx, v.Hash) })
		},
		"request": func(t *testing.T, s *Store) {
			keeps(t, s.SaveRequest, func(ctx context.Context, r repeat.Request) (repeat.Request, error) { return s.Request(ctx, r.Name) },
				func(r *repeat.Request) { r.Answer.Long = false })
		},
		"counter": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, c auth.Counter) error { return s.SaveCounters(ctx, c) }, func(ctx context.Context, c auth.Counter) (auth.Counter, error) {
				all, err := s.Counters(ctx, c.Name)
				return all[0], err
			})
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, emptyStore(t)) })
	}
}

// asking returns a survey that asks for what a response says: once as free text, once as a choice.
func asking(r surveys.Response) surveys.Survey {
	v := surveys.Survey{ID: r.Survey, Pages: []surveys.Page{{}}}
	kind := kinds.FreeText
	for id := range r.Answers {
		v.Pages[0].Questions = append(v.Pages[0].Questions, surveys.Question{ID: id, Type: kind})
		kind = kinds.Single
	}
	for id := range r.Scores {
		v.Pages[0].Questions = append(v.Pages[0].Questions, surveys.Question{ID: id, Type: kinds.Single})
	}
	return v
}

// keeps holds a store to giving back what it was given, in the version that it gives.
func keeps[V any](t *testing.T, save func(context.Context, V) error, read func(context.Context, V) (V, error), adapt ...func(*V)) {
	t.Helper()
	v := filled[V]()
	for _, change := range adapt {
		change(&v)
	}
	if err := save(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	got, err := read(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	setVersion(&v, 1)
	if !reflect.DeepEqual(got, v) {
		t.Errorf("got  %+v\nwant %+v", got, v)
	}
}

// first returns the one thing of a list that there should be.
func first[V any](all []V, err error) (V, error) {
	if err != nil || len(all) != 1 {
		var none V
		return none, err
	}
	return all[0], nil
}

func firstOf[V any](page base.Page[V], err error) (V, error) { return first(page.Items, err) }
