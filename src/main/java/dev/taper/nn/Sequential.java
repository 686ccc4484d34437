package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Layers one after the other, named 0, 1, … unless they are given names.
 *
 * <p>A {@link Linear} and a {@link ReLU}, {@link Sigmoid} or {@link Tanh} behind it run as one op,
 * {@code linearActivation}, with the same numbers.
 *
 * <p>torch: {@code nn.Sequential}.
 */
public final class Sequential extends Layer implements Iterable<Layer> {
  private final List<Layer> layers = new ArrayList<>();

  /** These layers; none at all hands its input on. */
  public Sequential(Layer... layers) {
    for (Layer layer : layers) {
      add(layer);
    }
  }

  /** Appends a layer, named by its place. */
  public Sequential add(Layer layer) {
    return add(Integer.toString(layers.size()), layer);
  }

  /**
   * Appends a layer of this name.
   *
   * @throws IllegalArgumentException if the name is empty, has a dot or is taken, or the layer
   *     contains this one
   */
  public Sequential add(String name, Layer layer) {
    layers.add(register(name, layer));
    return this;
  }

  /**
   * The layer at a place; negative counts from the end.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Layer get(int index) {
    int size = layers.size();
    if (index < -size || index >= size) {
      throw new IndexOutOfBoundsException(
          "Sequential: index is "
              + index
              + " of "
              + size
              + " layers: "
              + (size == 0 ? "there is none" : "must be from " + -size + " to " + (size - 1)));
    }
    return layers.get(index < 0 ? index + size : index);
  }

  /** The number of layers. */
  public int size() {
    return layers.size();
  }

  @Override
  public Iterator<Layer> iterator() {
    return Collections.unmodifiableList(layers).iterator();
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    int size = layers.size();
    for (int i = 0; i < size; i++) {
      Layer layer = layers.get(i);
      Unary activation = i + 1 < size ? layers.get(i + 1).activation() : null;
      if (activation != null && layer instanceof Linear linear) {
        y = linear.forward(y, activation);
        i++;
      } else {
        y = layer.forward(y);
      }
    }
    return y;
  }
}
