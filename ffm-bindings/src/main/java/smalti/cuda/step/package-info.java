/// Steps of optimisers.
package smalti.cuda.step;
