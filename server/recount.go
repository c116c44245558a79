package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/server/services"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// recounted is what counting everything again has shown.
type recounted struct {
	Events      metrics.Recount
	Polls       polls.Recount
	Surveys     surveys.Recount
	Invitations contact.Recount
}

// recount counts every event, ballot, response and invitation again, counts in who was left out, and says whether the
// figures are equal.
func (m *Main) recount(ctx context.Context) error {
	found, err := lookThrough(ctx, m, "/recount", recountAll)
	if err != nil {
		return err
	}
	events := recountLine(fmt.Sprintf("%d events of %d members", found.Events.Events, found.Events.Members), found.Events.Said())
	ballots := recountLine(fmt.Sprintf("%d ballots of %d polls", found.Polls.Ballots, found.Polls.Polls), found.Polls.Different)
	responses := recountLine(fmt.Sprintf("%d responses to %d surveys", found.Surveys.Responses, found.Surveys.Surveys), found.Surveys.Different)
	asked := recountLine(fmt.Sprintf("%d invitations to %d things", found.Invitations.Invitations, found.Invitations.Subjects), found.Invitations.Different)
	all := strings.Join([]string{events, ballots, responses, asked}, "\n")
	if !found.Events.Equal() || len(found.Polls.Different)+len(found.Surveys.Different)+len(found.Invitations.Different) > 0 {
		return errors.New(all)
	}
	if found.Events.Added > 0 {
		if _, err := fmt.Fprintf(m.Out, "Added %d members who had agreed but had not been counted.\n", found.Events.Added); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(m.Out, all)
	return err
}

// recountLine returns a sentence with what was counted, and whether the figures match.
func recountLine(what string, different []string) string {
	if len(different) == 0 {
		return "Recounted " + what + ": the figures match."
	}
	return "Recounted " + what + ": the figures do not match: " + strings.Join(different[:min(len(different), 20)], ", ")
}

func recountAll(ctx context.Context, s *services.Services) (found recounted, err error) {
	if found.Events, err = s.Metrics.Recount(ctx); err != nil {
		return found, err
	}
	if found.Polls, err = s.Polls.Recount(ctx); err != nil {
		return found, err
	}
	if found.Surveys, err = s.Surveys.Recount(ctx); err != nil {
		return found, err
	}
	found.Invitations, err = s.Contact.Recount(ctx)
	return found, err
}
