import module dev.taper;

/**
 * Learns to read digits: a network 784-128-10 with cross entropy and Adam, on files in MNIST's idx
 * format (gzipped).
 *
 * <pre>java --module-path target/classes docs/examples/Digits.java IMAGES LABELS [EPOCHS]</pre>
 *
 * <p>Four fifths of the digits are trained on, the rest are held out and read after each epoch.
 */
static final int BATCH = 64;

void main(String[] args) throws IOException {
  if (args.length < 2) {
    IO.println("usage: Digits.java IMAGES LABELS [EPOCHS], two gzipped files in idx format");
    return;
  }
  int epochs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
  Tensor images = images(Path.of(args[0]));
  Tensor labels = labels(Path.of(args[1]));
  int count = images.size(0);
  if (labels.size(0) != count) {
    throw new IOException(count + " images and " + labels.size(0) + " labels: must be equal");
  }
  int train = count * 4 / 5;
  IO.println(train + " digits to train on, " + (count - train) + " held out");

  Generator.manualSeed(0);
  var model = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
  var optimizer = new Adam(model.parameters(), 1e-3);

  for (int epoch = 1; epoch <= epochs; epoch++) {
    Tensor order = Tensor.randperm(train);
    double sum = 0;
    int batches = 0;
    for (Tensor batch : order.split(BATCH, 0)) {
      var loss = Losses.crossEntropy(model.forward(images.get(batch)), labels.get(batch));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      sum += loss.item();
      batches++;
    }
    double right =
        Autograd.noGrad(
            () -> {
              var scores = model.forward(images.narrow(0, train, count - train));
              var truth = labels.narrow(0, train, count - train);
              return scores.argmax(1).eq(truth).to(DType.FLOAT32).mean().item();
            });
    IO.println(
        "Epoch: %d  Loss: %.4f  Held out right: %.2f %%"
            .formatted(epoch, sum / batches, 100 * right));
  }
}

/** The images of an idx file as rows of 784 numbers, normalised as is usual for MNIST. */
static Tensor images(Path path) throws IOException {
  try (var in = open(path, 2051)) {
    int count = in.readInt();
    int size = in.readInt() * in.readInt();
    byte[] pixels = in.readNBytes(count * size);
    if (size != 784 || pixels.length != count * size) {
      throw new IOException(path + ": " + pixels.length + " pixels: must be " + count + " of 784");
    }
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((pixels[i] & 0xff) / 255f - 0.1307f) / 0.3081f;
    }
    return Tensor.of(values, Shape.of(count, size));
  }
}

/** The labels of an idx file. */
static Tensor labels(Path path) throws IOException {
  try (var in = open(path, 2049)) {
    int count = in.readInt();
    byte[] bytes = in.readNBytes(count);
    if (bytes.length != count) {
      throw new IOException(path + ": " + bytes.length + " labels: must be " + count);
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes[i];
    }
    return Tensor.of(values);
  }
}

private static DataInputStream open(Path path, int magic) throws IOException {
  var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(path)));
  int found = in.readInt();
  if (found != magic) {
    in.close();
    throw new IOException(path + ": begins with " + found + ": must be " + magic + " (idx)");
  }
  return in;
}
