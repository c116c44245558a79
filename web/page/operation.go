package page

// Operation says what one API route takes and answers, for the document that describes the API. Bodies are told by a
// value of their Go type.
type Operation struct {
	Method, Path string // as in the table of routes
	Summary      string
	Query        string // names of parameters, with blanks between them
	Takes        any    // the body: JSON of this type, a media type as text, or an EitherBody; nil: none
	Answers      any    // the same of the answer
	Bare         bool   // the body may be left out
	Mistakes     bool   // 422 may also answer what Answers says
	Rules        any    // the type of the domain whose rules hold for members of the body with the same names; nil: none
	Status       int    // of the answer; 0: 200
	Later        any    // what 202 answers, where the act goes on in the background; nil: it never does
}

// EitherBody is a body that may be of one type or of another.
type EitherBody [2]any
