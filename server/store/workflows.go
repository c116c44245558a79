package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/server/store/engine"
)

// workflowDoc is a version of a workflow; its id is made of the workflow and the number. Who has read it is sealed.
type workflowDoc struct {
	Head      `bson:",inline"`
	Workflow  string            `bson:"workflow"`
	Number    int               `bson:"number"`
	Feature   string            `bson:"feature"`
	Title     map[string]string `bson:"title"`
	Steps     []workflowStepDoc `bson:"steps"`
	Published time.Time         `bson:"published,omitempty"`
	Links     []string          `bson:"links,omitempty"` // their hashes
	Readers   []workflowReadDoc `bson:"readers,omitempty"`
	Names     []byte            `bson:"names,omitempty"` // of the readers, in their order
	Changed   time.Time         `bson:"changed"`
}

type workflowStepDoc struct {
	Department string            `bson:"department"`
	Role       string            `bson:"role"`
	Text       map[string]string `bson:"text"`
}

type workflowReadDoc struct {
	Department string    `bson:"department"`
	At         time.Time `bson:"at"`
}

func workflowID(id string, number int) string { return fmt.Sprintf("%s.%d", id, number) }

func (s *Store) workflow(d *workflowDoc) (ready.Workflow, error) {
	w := ready.Workflow{
		ID: d.Workflow, Number: d.Number, Feature: d.Feature, Title: d.Title, Published: d.Published, Links: d.Links, Changed: d.Changed, Version: d.Version,
	}
	for _, step := range d.Steps {
		w.Steps = append(w.Steps, ready.Step{Department: step.Department, Role: step.Role, Text: step.Text})
	}
	var names []string
	if err := unseal(s.sealer, workflowDocs, d.ID, "names", d.Names, &names); err != nil {
		return w, err
	}
	for i, r := range d.Readers {
		w.Reads = append(w.Reads, ready.Read{Department: r.Department, Name: names[i], At: r.At})
	}
	return w, nil
}

// Workflow returns one version of a workflow, or NotFound.
func (s *Store) Workflow(ctx context.Context, id string, number int) (ready.Workflow, error) {
	d, err := one[workflowDoc](ctx, s, workflowDocs, workflowID(id, number), "ready.workflow_unknown")
	if err != nil {
		return ready.Workflow{}, err
	}
	return s.workflow(d)
}

// Versions returns the versions of a workflow, the first one first.
func (s *Store) Versions(ctx context.Context, id string) ([]ready.Workflow, error) {
	return s.workflows(ctx, engine.Query{Collection: workflowDocs, Index: "workflow", Equal: []any{id}})
}

// WorkflowsFor returns the versions of the workflows of a feature, by workflow and number.
func (s *Store) WorkflowsFor(ctx context.Context, feature string) ([]ready.Workflow, error) {
	return s.workflows(ctx, engine.Query{Collection: workflowDocs, Index: "feature", Equal: []any{feature}})
}

// WorkflowByLink returns the version that one department reads behind the link with this hash, or NotFound.
func (s *Store) WorkflowByLink(ctx context.Context, hash string) (ready.Workflow, error) {
	found, err := s.workflows(ctx, engine.Query{Collection: workflowDocs, Index: "link", Equal: []any{hash}})
	if err == nil && len(found) == 0 {
		err = base.Refuse(base.NotFound, "ready.link_unknown")
	}
	if err != nil {
		return ready.Workflow{}, err
	}
	return found[0], nil
}

func (s *Store) workflows(ctx context.Context, q engine.Query) ([]ready.Workflow, error) {
	docs, err := findAll[workflowDoc](ctx, s, q)
	if err != nil {
		return nil, err
	}
	all := make([]ready.Workflow, len(docs))
	for i, d := range docs {
		if all[i], err = s.workflow(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SaveWorkflow keeps a version of a workflow.
func (s *Store) SaveWorkflow(ctx context.Context, act string, w ready.Workflow) error {
	d := &workflowDoc{
		Head: Head{ID: workflowID(w.ID, w.Number), Version: w.Version}, Workflow: w.ID, Number: w.Number, Feature: w.Feature,
		Title: w.Title, Steps: []workflowStepDoc{}, Published: w.Published, Links: w.Links, Changed: w.Changed,
	}
	for _, step := range w.Steps {
		d.Steps = append(d.Steps, workflowStepDoc{step.Department, step.Role, step.Text})
	}
	var names []string
	for _, r := range w.Reads {
		d.Readers, names = append(d.Readers, workflowReadDoc{r.Department, r.At}), append(names, r.Name)
	}
	if names != nil {
		var err error
		if d.Names, err = seal(s.sealer, workflowDocs, d.ID, "names", names); err != nil {
			return err
		}
	}
	if act != "" {
		act = "workflow." + act
	}
	return s.begin(act, w.ID).save(workflowDocs, d).commit(ctx)
}

// RemoveWorkflow deletes a version of a workflow.
func (s *Store) RemoveWorkflow(ctx context.Context, w ready.Workflow) error {
	return s.begin("workflow.remove", w.ID).remove(workflowDocs, workflowID(w.ID, w.Number), w.Version).commit(ctx)
}
