/// Steps of optimisers.
package smalti.cpu.step;
