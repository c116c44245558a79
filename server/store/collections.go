package store

import "soundings/server/store/engine"

// The collections' names, as an operator sees them in mongosh or Compass.
const (
	marks         = "soundings" // one document: the layout's number, and a check of the secret
	settings      = "settings"
	wordings      = "consent_wordings"
	participants  = "participants"
	attributes    = "attributes" // the names of attributes, each once
	removals      = "removals"
	choices       = "choices" // of the channels to be asked by
	draws         = "draws"
	waiters       = "waiting" // for a place in a cohort
	joinings      = "joinings"
	joinRequests  = "join_requests"
	imports       = "imports"
	askings       = "askings" // many people who are being asked one thing; their rows are import rows
	importRows    = "import_rows"
	cohortDocs    = "cohorts"
	memberships   = "memberships"
	consents      = "consents"
	consentCopies = "consent_copies" // what people agreed to, word for word
	invitations   = "invitations"
	protocols     = "protocols"     // by which people are reached
	outbox        = "outbox"        // messages, and what came of them
	secretOutbox  = "secret_outbox" // messages about what is answered in secret, apart from the others
	batches       = "batches"       // of letters and texts, as the team took them
	contacts      = "contacts"      // what people got, by which their budget is guarded
	surveyDocs    = "surveys"
	unfinished    = "unfinished"
	responses     = "responses"
	anonymous     = "anonymous_responses" // without anything that says whose they are
	editions      = "editions"            // of surveys: what those see who may not read single answers
	pollDocs      = "polls"
	rights        = "poll_rights" // to vote, as they are used
	ballots       = "ballots"
	doorDocs      = "doors"         // through which secret ballots and anonymous answers come
	pollEditions  = "poll_editions" // of named polls, and what waits for the next
	planDocs      = "plans"
	charter       = "charter" // goals, decisions, dates and tasks around the plans
	rollups       = "rollups"
	pendings      = "pending"
	audits        = "audit"
	auditBlocks   = "audit_blocks" // that seal it
	auditTrims    = "audit_trims"  // until when its records were let go, by kind
	reads         = "reads"        // of lists of people, still to be in the audit
	staffDocs     = "staff"
	sessions      = "sessions"
	keys          = "keys"
	setupLinks    = "setup_links"
	throttles     = "throttles" // how often was tried what may be tried only so often
	requests      = "requests"  // of programs, with what was answered
	featureDocs   = "features"
	rolloutDocs   = "rollouts"
	moveDocs      = "rollout_moves"
	helpDocs      = "help"         // what the help page says
	requirements  = "requirements" // of features, before their rollouts move
	workflowDocs  = "workflows"    // each edition of each
	seenDocs      = "seen"
	revisions     = "revisions"
	events        = "events"
	eventFiles    = "event_files"   // uploaded; their rows are import rows
	parkedEvents  = "parked_events" // their participants or features are not known
	eventMarks    = "event_marks"   // still to be added to the next two
	activities    = "activities"
	adoptions     = "adoptions"
	bumpDocs      = "bumps"
	bumpReports   = "bump_reports" // what people wrote of them, or that they hit them too
	bumpNotes     = "bump_notes"   // the history of each
	bumpPictures  = "bump_pictures"
	announcements = "announcements"
	notices       = "notices"  // what has happened of which programs outside may want to hear
	webhookDocs   = "webhooks" // where they hear of it
)

// Entrances are the collections of what lets somebody in: a restored backup must not bring back what was ended since.
func Entrances() []string { return []string{sessions, setupLinks} }

// Collections declares every collection with the indexes that queries go by. An engine is opened with it.
func Collections() []engine.Collection {
	by := func(name string, fields ...string) engine.Index { return engine.Index{Name: name, Fields: fields} }
	return []engine.Collection{
		{Name: marks},
		{Name: settings},
		{Name: wordings},
		{Name: participants, Indexes: []engine.Index{
			by("group", "group"), by("language", "language"), by("fold", "fold"), by("mail", "mail_hash"), by("phone", "phone_hash"),
			{Name: "word", Fields: []string{"word_hashes"}, Each: true},
			{Name: "tag", Fields: []string{"tags"}, Each: true},
		}},
		{Name: attributes},
		{Name: removals},
		{Name: choices},
		{Name: draws, Indexes: []engine.Index{by("cohort", "cohort")}},
		{Name: waiters, Indexes: []engine.Index{by("cohort", "cohort", "stratum", "rank"), by("ref", "ref")}},
		{Name: imports},
		{Name: askings},
		{Name: importRows},
		{Name: cohortDocs},
		{Name: joinings},
		{Name: joinRequests, Indexes: []engine.Index{by("state", "cohort", "state", "at"), by("ref", "ref")}},
		{Name: memberships, Indexes: []engine.Index{by("cohort", "cohort"), by("state", "cohort", "state"), by("ref", "ref")}},
		{Name: consents, Indexes: []engine.Index{by("member", "cohort", "ref", "step"), by("to", "to", "at")}},
		{Name: consentCopies},
		{Name: invitations, Indexes: []engine.Index{
			{Name: "hash", Fields: []string{"hash"}, Unique: true}, {Name: "former", Fields: []string{"former"}, Each: true}, by("subject", "kind", "subject"), by("open_until", "open_until"), by("ref", "ref"),
		}},
		{Name: protocols, Indexes: []engine.Index{by("new", "new")}},
		{Name: outbox, Indexes: []engine.Index{by("look", "by", "look"), by("state", "state", "due"), by("ref", "ref"), by("ready", "by", "state", "due"), by("batch", "batch"), by("webhook", "webhook", "began")}},
		{Name: secretOutbox, Clustered: true, Indexes: []engine.Index{by("look", "by", "look"), by("ref", "ref")}},
		{Name: batches, Indexes: []engine.Index{by("by", "by", "at")}},
		{Name: contacts, Indexes: []engine.Index{by("fails", "fails")}},
		{Name: surveyDocs, Indexes: []engine.Index{
			by("created", "created"), {Name: "audience", Fields: []string{"audience", "state"}, Each: true},
		}},
		{Name: unfinished},
		{Name: responses, Indexes: []engine.Index{by("survey", "survey"), by("wave", "survey", "cohort", "submitted"), by("waiting", "waiting")}},
		{Name: anonymous, Clustered: true, Indexes: []engine.Index{by("survey", "survey")}},
		{Name: editions},
		{Name: pollDocs, Indexes: []engine.Index{{Name: "code", Fields: []string{"code_hash"}, Unique: true}, by("created", "created")}},
		{Name: rights, Clustered: true, Indexes: []engine.Index{by("ballot", "ballot")}},
		{Name: ballots, Clustered: true, Indexes: []engine.Index{by("poll", "poll"), by("ref", "ref")}},
		{Name: doorDocs, Clustered: true},
		{Name: pollEditions, Indexes: []engine.Index{by("poll", "poll")}},
		{Name: planDocs, Indexes: []engine.Index{by("created", "created")}},
		{Name: charter, Indexes: []engine.Index{by("kind", "kind", "date"), by("feature", "feature", "date")}},
		{Name: rollups},
		{Name: pendings, Clustered: true, Indexes: []engine.Index{by("rollup", "rollup")}},
		{Name: audits, Indexes: []engine.Index{by("at", "at"), by("subject", "subject"), by("act", "act", "at"), by("open", "open")}},
		{Name: auditBlocks},
		{Name: auditTrims},
		{Name: reads, Indexes: []engine.Index{by("until", "until")}},
		{Name: staffDocs, Indexes: []engine.Index{{Name: "mail", Fields: []string{"mail_hash"}, Unique: true}, {Name: "identity", Fields: []string{"identity"}, Unique: true}, {Name: "calendar", Fields: []string{"calendar"}, Unique: true}}},
		{Name: keys, Indexes: []engine.Index{{Name: "hash", Fields: []string{"hash"}, Unique: true}}},
		{Name: sessions, Indexes: []engine.Index{by("expires", "expires"), by("staff", "staff")}},
		{Name: setupLinks, Indexes: []engine.Index{by("expires", "expires")}},
		{Name: throttles, Indexes: []engine.Index{by("expires", "expires")}},
		{Name: requests, Indexes: []engine.Index{by("expires", "expires")}},
		{Name: featureDocs},
		{Name: rolloutDocs},
		{Name: moveDocs, Indexes: []engine.Index{by("rollout", "rollout", "number")}},
		{Name: helpDocs},
		{Name: requirements},
		{Name: workflowDocs, Indexes: []engine.Index{
			by("workflow", "workflow", "number"), by("feature", "feature", "workflow", "number"), {Name: "link", Fields: []string{"links"}, Each: true},
		}},
		{Name: seenDocs, Indexes: []engine.Index{by("ref", "ref")}},
		{Name: revisions},
		{Name: events, Indexes: []engine.Index{by("ref", "ref")}},
		{Name: eventFiles},
		{Name: parkedEvents, Indexes: []engine.Index{by("ref", "ref"), by("feature", "feature"), by("until", "until")}},
		{Name: eventMarks, Clustered: true},
		{Name: activities, Indexes: []engine.Index{by("ref", "ref")}},
		{Name: adoptions},
		{Name: bumpDocs, Indexes: []engine.Index{
			by("state", "state", "opened"), by("where", "where", "state", "opened"), by("severity", "severity", "state", "opened"), by("changed", "state", "changed"),
		}},
		{Name: bumpReports, Indexes: []engine.Index{by("bump", "bump", "at"), by("ref", "ref"), {Name: "hash", Fields: []string{"hash"}, Unique: true}}},
		{Name: bumpNotes, Indexes: []engine.Index{by("bump", "bump", "at")}},
		{Name: bumpPictures},
		{Name: announcements, Indexes: []engine.Index{by("bump", "bump", "again"), by("plan", "plan", "began"), by("asking", "asking"), by("news", "news", "in")}},
		{Name: notices, Indexes: []engine.Index{by("fresh", "fresh", "at")}},
		{Name: webhookDocs},
	}
}
