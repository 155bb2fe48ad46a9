/// Networks: named parameters, layers, initialisers, optimisers, schedules and checkpoints.
package smalti.nn;
