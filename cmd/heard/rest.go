package main

type serveCommand struct{}
type checkCommand struct{}
type casesCommand struct{}
type caseCommand struct{}

func (serveCommand) Run() error { return nil }
func (checkCommand) Run() error { return nil }
func (casesCommand) Run() error { return nil }
func (caseCommand) Run() error  { return nil }
