package base

// Revise reads something, changes it and saves it. When save returns a Conflict, because somebody else was quicker, it
// reads again and begins anew; a Conflict of change is final. It returns what was saved, or an error of read, change or
// save as it is. It ends with its context, for read returns the context's error.
func Revise[T any](read func() (T, error), change func(*T) error, save func(T) error) (T, error) {
	for {
		v, err := read()
		if err != nil {
			return v, err
		}
		if err := change(&v); err != nil {
			return v, err
		}
		if err := save(v); !IsCode(err, Conflict) {
			return v, err
		}
	}
}
