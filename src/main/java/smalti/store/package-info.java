/// Arrays in files of any kind, read and written image by image: NumPy's `.npy` and `.npz`, HDF5, and label pictures. Memory
/// is needed for one image at a time, whatever the size of the file.
package smalti.store;
