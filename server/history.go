package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"soundings/metrics/series"
)

// history writes the past of the figures to standard output, from the running server or from the database itself.
func (m *Main) history(ctx context.Context) error {
	job := m.Settings.History.Job
	if client := m.running(ctx); client != nil {
		return askHistory(ctx, client, job, m.Out)
	}
	s, err := m.openServices(ctx)
	if err != nil {
		return err
	}
	return s.Series.History(ctx, m.Out, job)
}

// answerHistory is GET /history on the socket. An answer that cannot be finished is cut, so that nobody takes it for whole.
func (m *Main) answerHistory(w http.ResponseWriter, r *http.Request, figures *series.Service) {
	if err := figures.History(r.Context(), w, r.URL.Query().Get("job")); err != nil {
		m.log.ErrorContext(r.Context(), "the history could not be written", "error", err)
		panic(http.ErrAbortHandler)
	}
}

// askHistory has the running server write.
func askHistory(ctx context.Context, client *http.Client, job string, to io.Writer) error {
	response, err := askServer(ctx, client, http.MethodGet, "/history?"+url.Values{"job": {job}}.Encode(), nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(to, response.Body); err != nil {
		return fmt.Errorf("the running server did not finish the history; its log says why: %w", err)
	}
	return nil
}
