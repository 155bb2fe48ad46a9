# PyTorch's own operators, timed on a GPU: the name of the trial, the way, and seconds, parted by tabulators. Times are those
# between two events on the GPU, the median of several rounds.
import sys

try:
    import torch
except ImportError as error:
    sys.exit(str(error))
if not torch.cuda.is_available():
    sys.exit("PyTorch sees no GPU")

device = torch.device("cuda")


def seconds(run):
    for _ in range(3):
        run()
    torch.cuda.synchronize()
    rounds = []
    for _ in range(7):
        start = torch.cuda.Event(enable_timing=True)
        end = torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(20):
            run()
        end.record()
        torch.cuda.synchronize()
        rounds.append(start.elapsed_time(end) / 1e3 / 20)
    return sorted(rounds)[len(rounds) // 2]


def tell(trial, way, run):
    tell_made(trial, way, lambda: run)


# A way that fails, whatever the reason, leaves the others alone.
def tell_made(trial, way, make):
    try:
        print(f"{trial}\t{way}\t{seconds(make()):.9f}", flush=True)
    except Exception as error:
        print(f"{trial} by {way}: {(str(error) or repr(error)).splitlines()[0]}", file=sys.stderr)


def pooling(name, batch, channels, side, across):
    pixels = side * side
    rows = torch.arange(side, device=device)
    cell = (rows * across) // side
    image = cell[:, None] * across + cell[None, :]
    labels = image.reshape(1, pixels).repeat(batch, 1)
    segments = across * across
    numbered = (labels + torch.arange(batch, device=device)[:, None] * segments).reshape(-1)
    order = torch.argsort(numbered, stable=True)
    counts = torch.bincount(numbered, minlength=batch * segments)
    for word, dtype in (("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16)):
        x = torch.rand(batch * pixels, channels, device=device).to(dtype)
        divisor = counts.clamp(min=1).to(dtype)[:, None]
        trial = f"mean-nhwc-{word}-{name}"
        out = torch.zeros(batch * segments, channels, device=device, dtype=dtype)
        tell(trial, "index_add", lambda: out.zero_().index_add_(0, numbered, x).div_(divisor))
        index = numbered[:, None].expand(-1, channels)
        tell(trial, "scatter_reduce",
             lambda: out.zero_().scatter_reduce_(0, index, x, "mean", include_self=False))
        tell(trial, "segment_reduce",
             lambda: torch.segment_reduce(x[order], "mean", lengths=counts, unsafe=True))
        gradient = torch.rand(batch * segments, channels, device=device).to(dtype)
        tell(f"mean-gradient-nhwc-{word}-{name}", "index_select",
             lambda: (gradient / divisor).index_select(0, numbered))
        planes = torch.rand(batch, channels, pixels, device=device).to(dtype)
        wide = labels[:, None, :].expand(-1, channels, -1)
        tables = torch.zeros(batch, channels, segments, device=device, dtype=dtype)
        trial = f"mean-nchw-{word}-{name}"
        tell(trial, "scatter_reduce",
             lambda: tables.zero_().scatter_reduce_(2, wide, planes, "mean", include_self=False))
        if batch == 1:
            tell(trial, "index_add",
                 lambda: tables[0].zero_().index_add_(1, labels[0], planes[0]))
        slopes = torch.rand(batch, channels, segments, device=device).to(dtype)
        tell(f"mean-gradient-nchw-{word}-{name}", "gather", lambda: torch.gather(slopes, 2, wide))


def convolution(name, batch, side, channels, filters, taps, stride):
    x = torch.rand(batch, channels, side, side, device=device, requires_grad=True)
    w = torch.rand(filters, channels, taps, taps, device=device, requires_grad=True)
    x = x.to(memory_format=torch.channels_last)
    w = w.to(memory_format=torch.channels_last)
    padding = taps // 2
    tell(name, "cudnn", lambda: torch.nn.functional.conv2d(x, w, stride=stride, padding=padding))
    y = torch.nn.functional.conv2d(x, w, stride=stride, padding=padding)
    g = torch.rand_like(y)
    tell(name + "-input-gradient", "cudnn",
         lambda: torch.nn.grad.conv2d_input(x.shape, w, g, stride=stride, padding=padding))
    tell(name + "-filter-gradient", "cudnn",
         lambda: torch.nn.grad.conv2d_weight(x, w.shape, g, stride=stride, padding=padding))


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = normalized(inputs, outputs, 3, stride)
        self.second = normalized(outputs, outputs, 3, 1)
        same = inputs == outputs and stride == 1
        self.side = torch.nn.Identity() if same else normalized(inputs, outputs, 1, stride)

    def forward(self, x):
        y = self.second(torch.relu(self.first(x)))
        return torch.relu(y + self.side(x))


def normalized(inputs, outputs, taps, stride):
    convolution = torch.nn.Conv2d(inputs, outputs, taps, stride, padding=taps // 2, bias=False)
    return torch.nn.Sequential(convolution, torch.nn.BatchNorm2d(outputs))


# ResNet-18, as torchvision has it.
def resnet(classes):
    layers = [normalized(3, 64, 7, 2), torch.nn.ReLU(), torch.nn.MaxPool2d(3, 2, 1)]
    inputs = 64
    for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
        layers += [Block(inputs, outputs, stride), Block(outputs, outputs, 1)]
        inputs = outputs
    head = [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(512, classes)]
    return torch.nn.Sequential(*layers, *head)


def training(name, batch, side):
    def step_of(order, compiled):
        network = resnet(10).to(device, memory_format=order)
        network = torch.compile(network, mode=compiled) if compiled else network
        pictures = torch.rand(batch, 3, side, side, device=device).to(memory_format=order)
        kinds = torch.arange(batch, device=device) % 10
        optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)

        def step():
            optimizer.zero_grad(set_to_none=True)
            torch.nn.functional.cross_entropy(network(pictures), kinds).backward()
            optimizer.step()

        return step

    channels_last = torch.channels_last
    tell_made(name, "eager", lambda: step_of(torch.contiguous_format, ""))
    tell_made(name, "eager-channels-last", lambda: step_of(channels_last, ""))
    # These need a compiler for C on the server.
    tell_made(name, "compiled", lambda: step_of(channels_last, "default"))
    tell_made(name, "compiled-graphs", lambda: step_of(channels_last, "reduce-overhead"))


torch.backends.cudnn.benchmark = True
torch.backends.cudnn.allow_tf32 = True
torch.backends.cuda.matmul.allow_tf32 = True
pooling("8x512x112x112", 8, 512, 112, 14)
pooling("1x64x1024x1024", 1, 64, 1024, 45)
with torch.no_grad():
    a = torch.rand(4096, 4096, device=device)
    b = torch.rand(4096, 4096, device=device)
    tell("matmul-4096", "cublas", lambda: a @ b)
    convolution("vgg-conv1_2-8x224x64", 8, 224, 64, 64, 3, 1)
    convolution("vgg-conv3_2-8x56x256", 8, 56, 256, 256, 3, 1)
    convolution("vgg-conv5_1-8x14x512", 8, 14, 512, 512, 3, 1)
    convolution("resnet-conv1-8x224x3", 8, 224, 3, 64, 7, 2)
    convolution("resnet-res3-1x1-8x28x512", 8, 28, 512, 128, 1, 1)
training("resnet18-step-64x96x96", 64, 96)
