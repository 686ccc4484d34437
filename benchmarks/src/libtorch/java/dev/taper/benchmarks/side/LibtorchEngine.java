package dev.taper.benchmarks.side;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MSELossOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kSum;

/** libtorch through JavaCPP: what an op returns is freed by its caller, at once. */
final class LibtorchEngine implements Engine<Tensor> {
  private final Scalar zero = new Scalar(0);
  private final ScalarOptional two = new ScalarOptional(new Scalar(2f));
  private final BoolOptional noBool = new BoolOptional();
  private final TensorArrayRefOptional noTensors = new TensorArrayRefOptional();
  private final MSELossOptions sum = new MSELossOptions(new kSum());
  private final List<Pointer> made = new ArrayList<>();

  @Override
  public String describe() {
    try (PointerScope _ = new PointerScope()) {
      BytePointer config = torch.show_config();
      String text = config.getString();
      String blas =
          text.lines()
              .filter(line -> line.contains("Math Kernel") || line.contains("BLAS_INFO"))
              .map(line -> line.replaceAll(".*(BLAS_INFO=\\w+).*", "$1").replace("  - ", ""))
              .reduce((a, b) -> a + ", " + b)
              .orElse("");
      String cpu =
          text.lines().filter(line -> line.contains("CPU capability")).findFirst().orElse("");
      return "libtorch " + torch.TORCH_VERSION + ", " + blas + "," + cpu.replace("  -", "");
    }
  }

  @Override
  public void threads(int n) {
    torch.set_num_threads(n);
  }

  @Override
  public void seed(long seed) {
    torch.manual_seed(seed);
  }

  private Tensor keep(Tensor x) {
    made.add(x);
    return x;
  }

  private static long[] longs(int[] sizes) {
    long[] result = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      result[i] = sizes[i];
    }
    return result;
  }

  @Override
  public Tensor of(float[] values, int... sizes) {
    try (PointerScope _ = new PointerScope()) {
      Tensor x = torch.from_blob(new FloatPointer(values), longs(sizes)).clone();
      x.retainReference();
      return keep(x);
    }
  }

  @Override
  public Tensor of(long[] values, int... sizes) {
    try (PointerScope _ = new PointerScope()) {
      Tensor x =
          torch
              .from_blob(new LongPointer(values), longs(sizes), torch.dtype(torch.ScalarType.Long))
              .clone();
      x.retainReference();
      return keep(x);
    }
  }

  @Override
  public Tensor positive(Tensor x) {
    return keep(x.gt(zero));
  }

  @Override
  public double[] values(Tensor x, int limit) {
    try (PointerScope _ = new PointerScope()) {
      Tensor y = x.detach().to(torch.ScalarType.Float).contiguous();
      float[] all = new float[(int) y.numel()];
      new FloatPointer(y.data_ptr()).get(all);
      return Data.sample(all, limit);
    }
  }

  @Override
  public Tensor transposed(Tensor x) {
    return keep(x.t());
  }

  @Override
  public Tensor columns(Tensor x, int start, int count) {
    return keep(x.narrow(1, start, count));
  }

  @Override
  public Tensor expanded(Tensor row, int rows) {
    return keep(row.expand(rows, row.size(-1)));
  }

  @Override
  public UnaryOperator<Tensor> unary(String op) {
    return switch (op) {
      case "relu" -> Tensor::relu;
      case "exp" -> Tensor::exp;
      case "log" -> Tensor::log;
      case "tanh" -> Tensor::tanh;
      case "sigmoid" -> Tensor::sigmoid;
      case "gelu" -> torch::gelu;
      case "erf" -> Tensor::erf;
      case "contiguous" -> x -> x.contiguous();
      case "softmax" -> x -> torch.softmax(x, -1L);
      case "logSoftmax" -> x -> torch.log_softmax(x, -1L);
      case "t" -> Tensor::t;
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Override
  public BinaryOperator<Tensor> binary(String op) {
    return switch (op) {
      case "add" -> torch::add;
      case "mul" -> torch::mul;
      case "div" -> torch::div;
      case "pow" -> torch::pow;
      case "matmul" -> torch::matmul;
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Override
  public UnaryOperator<Tensor> reduction(String op, int dim) {
    boolean all = dim < 0;
    long[] dims = {dim};
    LongOptional one = new LongOptional(dim);
    return switch (op) {
      case "sum" -> all ? x -> torch.sum(x) : x -> torch.sum(x, dims);
      case "mean" -> all ? x -> torch.mean(x) : x -> torch.mean(x, dims);
      case "max" -> all ? x -> torch.max(x) : x -> first(torch.max(x, (long) dim));
      case "argmax" -> all ? x -> torch.argmax(x) : x -> torch.argmax(x, one, false);
      case "var" -> all ? x -> torch.var(x) : x -> torch.var(x, dims, true, false);
      case "norm" -> all ? x -> torch.norm(x) : x -> torch.norm(x, two, dims, false);
      default -> throw new IllegalArgumentException(op);
    };
  }

  private static Tensor first(T_TensorTensor_T pair) {
    Tensor values = new Tensor(pair.get0());
    pair.close();
    return values;
  }

  @Override
  public Tensor where(Tensor mask, Tensor a, Tensor b) {
    return torch.where(mask, a, b);
  }

  @Override
  public Tensor addmm(Tensor bias, Tensor a, Tensor b) {
    return torch.addmm(bias, a, b);
  }

  @Override
  public Supplier<Tensor> cat(int dim, Tensor a, Tensor b) {
    TensorVector both = new TensorVector(a, b);
    made.add(both);
    return () -> torch.cat(both, dim);
  }

  @Override
  public Tensor indexSelect(Tensor x, int dim, Tensor index) {
    return torch.index_select(x, dim, index);
  }

  @Override
  public Tensor gather(Tensor x, int dim, Tensor index) {
    return torch.gather(x, dim, index);
  }

  @Override
  public Tensor rand(int n) {
    return torch.rand(n);
  }

  @Override
  public Tensor randn(int n) {
    return torch.randn(n);
  }

  @Override
  public Tensor dropout(Tensor x) {
    return torch.dropout(x, 0.5, true);
  }

  @Override
  public UnaryOperator<Tensor> layerNorm(Tensor weight, Tensor bias) {
    TensorOptional w = new TensorOptional(weight);
    TensorOptional b = new TensorOptional(bias);
    made.add(w);
    made.add(b);
    long[] size = {weight.numel()};
    return x -> torch.layer_norm(x, size, w, b, 1e-5, false);
  }

  @Override
  public void requiresGrad(Tensor x) {
    x.set_requires_grad(true);
  }

  @Override
  public void setGrad(Tensor x, Tensor grad) {
    x.mutable_grad().put(grad);
  }

  @Override
  public Tensor takeGrad(Tensor x) {
    Tensor grad = new Tensor(x.mutable_grad());
    x.mutable_grad().reset();
    return grad;
  }

  @Override
  public void backward(Tensor loss) {
    loss.backward();
  }

  @Override
  public void backward(Tensor y, Tensor dy) {
    y.backward(dy, noBool, false, noTensors);
  }

  @Override
  public Tensor crossEntropy(Tensor scores, Tensor classes) {
    return torch.cross_entropy_loss(scores, classes);
  }

  @Override
  public Tensor squaredError(Tensor x, Tensor target) {
    return torch.mse_loss(x, target, sum);
  }

  @Override
  public Network<Tensor> network(int... widths) {
    SequentialImpl net = new SequentialImpl();
    made.add(net);
    for (int i = 1; i < widths.length; i++) {
      net.push_back(new LinearImpl(widths[i - 1], widths[i]));
      if (i < widths.length - 1) {
        net.push_back(new ReLUImpl());
      }
    }
    List<Tensor> parameters = new ArrayList<>();
    TensorVector all = net.parameters();
    for (long i = 0; i < all.size(); i++) {
      parameters.add(all.get(i));
    }
    return new Network<>() {
      @Override
      public Tensor forward(Tensor x) {
        return net.forward(x);
      }

      @Override
      public List<Tensor> parameters() {
        return parameters;
      }
    };
  }

  @Override
  public Steps adam(List<Tensor> parameters, double rate) {
    return steps(new Adam(vector(parameters), new AdamOptions(rate)));
  }

  @Override
  public Steps sgd(List<Tensor> parameters, double rate, double momentum) {
    SGDOptions options = new SGDOptions(rate);
    options.momentum().put(momentum);
    return steps(new SGD(vector(parameters), options));
  }

  private static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(tensors.toArray(new Tensor[0]));
  }

  private Steps steps(Optimizer optimizer) {
    made.add(optimizer);
    return new Steps() {
      @Override
      public void zeroGrad() {
        optimizer.zero_grad();
      }

      @Override
      public void step() {
        Tensor undefined = optimizer.step();
        undefined.close();
      }
    };
  }

  @Override
  public Tensor withoutGrad(Supplier<Tensor> body) {
    try (NoGradGuard _ = new NoGradGuard()) {
      return body.get();
    }
  }

  @Override
  public Tensor scope(Supplier<Tensor> body) {
    try (PointerScope _ = new PointerScope()) {
      Tensor x = body.get();
      x.retainReference();
      return x;
    }
  }

  @Override
  public void free(Tensor x) {
    x.close();
  }

  @Override
  public Tensor copy(Tensor x) {
    return x.detach().clone();
  }

  @Override
  public void clear() {
    for (Pointer x : made.reversed()) {
      x.close();
    }
    made.clear();
  }
}
