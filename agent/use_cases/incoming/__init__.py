"""Events of other agents: from bytes that anybody may have sent to the requests of runs."""
