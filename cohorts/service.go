package cohorts

import (
	"io"
	"log/slog"
	"time"
)

// Service does the acts of the team on participants and cohorts, one method an act. It is safe for concurrent use.
type Service struct {
	Store Store
	Now   func() time.Time
	Rand  io.Reader // random bytes for ids
	Log   *slog.Logger

	Others Forgetter // forgets what other parts keep of a participant who is removed; nil: they keep nothing
}
