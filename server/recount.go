package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"soundings/cohorts"
	"soundings/metrics"
)

// recount counts every event again, counts in who was left out, and says whether the figures of adoption are equal.
func (m *Main) recount(ctx context.Context) error {
	found, err := m.recounted(ctx)
	if err != nil {
		return err
	}
	if len(found.Different) > 0 {
		return fmt.Errorf("%d events of %d members were counted again, and the figures are not equal: %s",
			found.Events, found.Members, strings.Join(found.Different[:min(len(found.Different), 20)], ", "))
	}
	if found.Added > 0 {
		if _, err := fmt.Fprintf(m.Out, "%d members who had agreed were counted nowhere, and are now.\n", found.Added); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(m.Out, "%d events of %d members were counted again, and the figures are equal.\n", found.Events, found.Members)
	return err
}

func (m *Main) recounted(ctx context.Context) (metrics.Recount, error) {
	if client := m.running(ctx); client != nil {
		return askRecount(ctx, client)
	}
	db, err := m.open(ctx, false)
	if err != nil {
		return metrics.Recount{}, err
	}
	s, err := db.store(ctx, false, m.Now)
	if err != nil {
		return metrics.Recount{}, err
	}
	figures := &metrics.Service{
		Cohorts: &cohorts.Service{Store: s, Now: m.Now, Log: m.log}, Store: s, TimeZone: zone(m.Settings.TimeZone), Now: m.Now, Log: m.log,
	}
	return figures.Recount(ctx)
}

// recountAnswer is what POST /recount on the socket answers.
type recountAnswer struct {
	Found metrics.Recount
	Error string
}

func answerRecount(w http.ResponseWriter, r *http.Request, figures *metrics.Service) {
	var out recountAnswer
	var err error
	if out.Found, err = figures.Recount(r.Context()); err != nil {
		out.Error = err.Error()
	}
	_ = json.NewEncoder(w).Encode(out)
}

// askRecount has the running server count.
func askRecount(ctx context.Context, client *http.Client) (metrics.Recount, error) {
	var answer recountAnswer
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, socketURL+"/recount", nil)
	if err != nil {
		return answer.Found, err
	}
	response, err := client.Do(request)
	if err != nil {
		return answer.Found, fmt.Errorf("asking the running server: %w", err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return answer.Found, fmt.Errorf("reading the running server's answer: %w", err)
	}
	if answer.Error != "" {
		return answer.Found, errors.New(answer.Error)
	}
	return answer.Found, nil
}
