package ready

import (
	"context"

	"soundings/cohorts"
)

// Store keeps what this package knows. Save methods follow the rules of cohorts.Store.
type Store interface {
	Clinic(ctx context.Context) (cohorts.Clinic, error) // the zero Clinic where none is kept

	Help(ctx context.Context, feature string) (Help, error) // an empty one where none is kept
	Helps(ctx context.Context) ([]Help, error)
	SaveHelp(ctx context.Context, h Help) error

	Requirements(ctx context.Context, feature string) (Requirements, error) // empty where none are kept
	SaveRequirements(ctx context.Context, r Requirements) error

	Workflow(ctx context.Context, id string, number int) (Workflow, error) // one version, or NotFound
	Versions(ctx context.Context, id string) ([]Workflow, error)           // of one workflow, the first one first
	WorkflowsFor(ctx context.Context, feature string) ([]Workflow, error)  // each version of each workflow of a feature, likewise
	WorkflowByLink(ctx context.Context, hash string) (Workflow, error)     // NotFound
	// SaveWorkflow keeps a version of a workflow; act names what was done for the audit: "save", "publish", or empty where somebody has read it.
	SaveWorkflow(ctx context.Context, act string, w Workflow) error
	RemoveWorkflow(ctx context.Context, w Workflow) error
}
