package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"soundings/server/store"
)

// auditAnswer is what POST /audit on the socket answers.
type auditAnswer struct {
	State store.AuditState
	Error string
}

func answerAudit(w http.ResponseWriter, r *http.Request, a *app) {
	var out auditAnswer
	var err error
	if out.State, err = a.Store.VerifyAudit(r.Context()); err != nil {
		out.Error = err.Error()
	}
	_ = json.NewEncoder(w).Encode(out)
}

// verifyAudit checks the audit and says what is wrong with it first.
func (m *Main) verifyAudit(ctx context.Context) error {
	state, err := m.auditState(ctx)
	if err != nil {
		return err
	}
	if state.Bad != "" {
		return errors.New("the audit is not whole: " + state.Bad)
	}
	_, err = fmt.Fprint(m.Out, auditLines(state))
	return err
}

func (m *Main) auditState(ctx context.Context) (store.AuditState, error) {
	client := m.running(ctx)
	if client == nil {
		s, err := m.openServices(ctx)
		if err != nil {
			return store.AuditState{}, err
		}
		return s.Store.VerifyAudit(ctx)
	}
	var answer auditAnswer
	if err := askJSON(ctx, client, "/audit", nil, &answer); err != nil {
		return answer.State, err
	}
	if answer.Error != "" {
		return answer.State, errors.New(answer.Error)
	}
	return answer.State, nil
}

// auditLines says what a whole audit has.
func auditLines(s store.AuditState) string {
	text := fmt.Sprintf("The audit is whole: %d records in %d blocks", s.Records-s.LetGo, s.Blocks)
	if s.Blocks > 0 {
		text += fmt.Sprintf(", the last of %s with the root\n  %s\nWrite the number of blocks and the root down elsewhere: who can write the database could take the last blocks away.",
			s.Sealed.UTC().Format(time.DateTime+" MST"), s.Root)
	}
	text += "\n"
	if s.LetGo > 0 {
		text += fmt.Sprintf("%d more were let go, as --audit-days said.\n", s.LetGo)
	}
	if s.Tail > 0 {
		text += fmt.Sprintf("%d records since %s are in no block yet.\n", s.Tail, s.Since.UTC().Format(time.DateTime+" MST"))
	}
	if s.Old > 0 {
		text += fmt.Sprintf("%d records are of a version that did not seal them: nothing can be said of those.\n", s.Old)
	}
	return text
}

// trimAudit lets records go whose time is over.
func (a *app) trimAudit(ctx context.Context) error {
	_, err := a.Store.TrimAudit(ctx, a.keep)
	return err
}
