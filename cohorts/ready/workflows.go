package ready

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Versions are the versions of one workflow, by what counts of them.
type Versions struct {
	ID        string
	Published *Workflow // the newest that is; nil: none is yet
	Draft     *Workflow // newer than that; nil: there is none
	Earlier   []Workflow
}

// Latest returns the draft, or else what is published.
func (v Versions) Latest() Workflow {
	if v.Draft != nil {
		return *v.Draft
	}
	return *v.Published
}

// versionsOf sorts the versions of one workflow, the first one first; there is one at least.
func versionsOf(all []Workflow) Versions {
	v := Versions{ID: all[0].ID}
	for _, w := range slices.Backward(all) {
		switch {
		case w.Draft():
			v.Draft = &w
		case v.Published == nil:
			v.Published = &w
		default:
			v.Earlier = append(v.Earlier, w)
		}
	}
	return v
}

// Versions returns a workflow by its id, or NotFound.
func (s *Service) Versions(ctx context.Context, id string) (Versions, error) {
	versions, err := s.Store.Versions(ctx, id)
	if err != nil {
		return Versions{}, fmt.Errorf("reading a workflow: %w", err)
	}
	if len(versions) == 0 {
		return Versions{}, base.Refuse(base.NotFound, "ready.workflow_unknown")
	}
	return versionsOf(versions), nil
}

// Workflow returns one version of a workflow, or NotFound.
func (s *Service) Workflow(ctx context.Context, id string, number int) (Workflow, error) {
	w, err := s.Store.Workflow(ctx, id, number)
	if err != nil {
		return w, fmt.Errorf("reading a version of a workflow: %w", err)
	}
	return w, nil
}

// Workflows returns the workflows of a feature, by id; of one that there is not NotFound.
func (s *Service) Workflows(ctx context.Context, feature string) ([]Versions, error) {
	if _, err := s.Feature(ctx, feature); err != nil {
		return nil, err
	}
	return s.workflows(ctx, feature)
}

func (s *Service) workflows(ctx context.Context, feature string) ([]Versions, error) {
	versions, err := s.Store.WorkflowsFor(ctx, feature)
	if err != nil {
		return nil, fmt.Errorf("listing workflows: %w", err)
	}
	var all []Versions
	for from := 0; from < len(versions); {
		to := from + 1
		for to < len(versions) && versions[to].ID == versions[from].ID {
			to++
		}
		all = append(all, versionsOf(versions[from:to]))
		from = to
	}
	return all, nil
}

// CreateWorkflow adds a workflow to a feature, as a draft.
func (s *Service) CreateWorkflow(ctx context.Context, w Workflow) (Workflow, error) {
	if _, err := s.Feature(ctx, w.Feature); err != nil {
		return w, err
	}
	w = w.tidy()
	if err := w.check(); err != nil {
		return w, err
	}
	w.Number, w.Version, w.Changed = 1, 0, s.now()
	_, err := base.WithSlug(w.Title.In("en"), "workflow", func(id string) error {
		w.ID = id
		return s.Store.SaveWorkflow(ctx, "save", w)
	})
	if err != nil {
		return w, fmt.Errorf("keeping a workflow: %w", err)
	}
	w.Version = 1
	return w, nil
}

// SaveWorkflow writes a workflow anew: into its draft, or into a new one where the newest version is published. With a Number
// and a Version it returns Conflict where that version is not the newest, or another version of it is kept.
func (s *Service) SaveWorkflow(ctx context.Context, w Workflow) (Workflow, error) {
	v, err := s.Versions(ctx, w.ID)
	if err != nil {
		return w, err
	}
	w = w.tidy()
	if err := w.check(); err != nil {
		return w, err
	}
	newest := v.Latest()
	if w.Version != 0 && (w.Number != newest.Number || w.Version != newest.Version && newest.Draft()) {
		return w, base.ErrChanged
	}
	w.Feature, w.Number, w.Version = newest.Feature, newest.Number, newest.Version
	if !newest.Draft() {
		if w.Number, w.Version = newest.Number+1, 0; w.Number > maxVersions {
			return w, base.Refuse(base.Conflict, "ready.too_many", "Limit", maxVersions)
		}
	}
	w.Published, w.Links, w.Reads, w.Changed = time.Time{}, nil, nil, s.now()
	if err := s.Store.SaveWorkflow(ctx, "save", w); err != nil {
		return w, fmt.Errorf("keeping a workflow: %w", err)
	}
	w.Version++
	return w, nil
}

// PublishWorkflow publishes the draft of a workflow: from then on it is what departments work by, and each has to read it
// anew. It returns Conflict where there is no draft, and Invalid where a step lacks something.
func (s *Service) PublishWorkflow(ctx context.Context, id string) (Workflow, error) {
	read := func() (Workflow, error) {
		v, err := s.Versions(ctx, id)
		if err == nil && v.Draft == nil {
			err = base.Refuse(base.Conflict, "ready.no_draft")
		}
		if err != nil {
			return Workflow{}, err
		}
		return *v.Draft, nil
	}
	w, err := base.Revise(read, func(w *Workflow) error {
		if err := w.complete(); err != nil {
			return err
		}
		w.Published, w.Links = s.now(), nil
		for _, department := range w.Departments() {
			w.Links = append(w.Links, s.Links.Hash(s.Token(*w, department)))
		}
		return nil
	}, func(w Workflow) error {
		if err := s.Store.SaveWorkflow(ctx, "publish", w); err != nil {
			return fmt.Errorf("publishing a workflow: %w", err)
		}
		return nil
	})
	if err == nil {
		w.Version++
	}
	return w, err
}

// DropDraft takes back the draft of a workflow, and the workflow where it never had anything else.
func (s *Service) DropDraft(ctx context.Context, id string) error {
	v, err := s.Versions(ctx, id)
	if err != nil {
		return err
	}
	if v.Draft == nil {
		return base.Refuse(base.Conflict, "ready.no_draft")
	}
	if err := s.Store.RemoveWorkflow(ctx, *v.Draft); err != nil {
		return fmt.Errorf("taking back a draft: %w", err)
	}
	return nil
}
