/// What the device asks of a GPU's driver, as an interface: CUDA answers it on a GPU, and an interpreter of PTX in tests.
package smalti.cuda.driver;
