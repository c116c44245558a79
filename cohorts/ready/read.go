package ready

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Token returns the token of the link behind which a department reads a version.
func (s *Service) Token(w Workflow, department string) string {
	return s.Links.Token(w.linkOf(department))
}

// Reading is a version as a department reads it.
type Reading struct {
	Workflow   Workflow
	Department string
	Newer      *Workflow // what departments work by now, where this is an earlier one
}

// Reading returns what a department reads behind its link, or NotFound.
func (s *Service) Reading(ctx context.Context, token string) (Reading, error) {
	w, err := s.Store.WorkflowByLink(ctx, s.Links.Hash(token))
	if err != nil {
		return Reading{}, fmt.Errorf("finding the version of a link: %w", err)
	}
	r := Reading{Workflow: w}
	for _, department := range w.Departments() {
		if s.Token(w, department) == token {
			r.Department = department
		}
	}
	v, err := s.Versions(ctx, w.ID)
	if err != nil {
		return r, err
	}
	if v.Published != nil && v.Published.Number > w.Number {
		r.Newer = v.Published
	}
	return r, nil
}

// HaveRead keeps that somebody of the department of a link has read the version. Who said so before says it once.
func (s *Service) HaveRead(ctx context.Context, token, name string) (Reading, error) {
	if name = base.OneLine(name); name == "" {
		return Reading{}, base.InvalidFields(base.Field{Name: "name", Text: base.T("ready.reader")})
	}
	if err := base.InvalidFields(base.TooLong("name", name, maxReader)...); err != nil {
		return Reading{}, err
	}
	said := false
	return base.Revise(func() (Reading, error) { return s.Reading(ctx, token) }, func(r *Reading) error {
		said = slices.ContainsFunc(r.Workflow.ReadBy(r.Department), func(had Read) bool { return strings.EqualFold(had.Name, name) })
		if !said && len(r.Workflow.Reads) >= maxReads {
			return base.Refuse(base.Conflict, "ready.too_many_readers")
		}
		if !said {
			r.Workflow.Reads = append(slices.Clone(r.Workflow.Reads), Read{r.Department, name, s.now()})
		}
		return nil
	}, func(r Reading) error {
		if said {
			return nil
		}
		if err := s.Store.SaveWorkflow(ctx, "", r.Workflow); err != nil {
			return fmt.Errorf("keeping who has read a workflow: %w", err)
		}
		return nil
	})
}
