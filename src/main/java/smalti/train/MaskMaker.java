package smalti.train;

import java.util.Set;
import smalti.photo.Photo;
import smalti.tensor.Tensor;

/// A trained network that tells where on a picture the objects are that it is known to show.
public interface MaskMaker extends AutoCloseable {
    /// The mask of a picture.
    ///
    /// @param shown the classes of objects that it shows, from 0
    /// @return `I32 [H,W]`: 0 for the background, else the number of the class plus one
    Tensor mask(Photo photo, Set<Integer> shown);

    @Override
    void close();
}
