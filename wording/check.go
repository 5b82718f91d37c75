package wording

import "heard/casework"

// Problem is something wrong with the words of one variant.
type Problem struct {
	Language casework.Lang
	Template casework.Template
	Variant  Variant
	What     string
}

// Error says where the problem is and what is wrong.
func (p Problem) Error() string { return string(p.Template) + ": " + p.What }
