"""The report's residual-SE network in PyTorch: the judge of the fixtures and the peer of the bench.

Written from the description of the network, with the names that its published weights carry, so
that `load_state_dict` takes a file of this project and this project takes one of PyTorch's.
"""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    """Scale of every channel from the mean of all channels (Hu et al. 2018, section 3)."""

    def __init__(self, channels, reduction=16):
        super().__init__()
        # a module, not x.mean(): fvcore counts it, and the report's 794 M contain it
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(
            nn.Linear(channels, channels // reduction),
            nn.ReLU(),
            nn.Linear(channels // reduction, channels),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return x * self.fc(self.pool(x).flatten(1))[:, :, None, None]


class Block(nn.Module):
    """Residual block with stride 2; `se` says whether the branch ends in squeeze-and-excitation."""

    def __init__(self, inputs, outputs, se=True):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.se = SqueezeExcitation(outputs) if se else nn.Identity()
        self.shortcut = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs)
        )

    def forward(self, x):
        branch = torch.relu(self.bn1(self.conv1(x)))
        branch = self.se(self.bn2(self.conv2(branch)))
        return torch.relu(branch + self.shortcut(x))


class MaskedDropout(nn.Module):
    """Dropout that multiplies by `mask` (0 or 1 / (1 - rate)) where one is set, else draws."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate
        self.mask = None

    def forward(self, x):
        if self.training and self.mask is not None:
            return x * self.mask
        return nn.functional.dropout(x, self.rate, self.training)


def _stem():
    return [nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]


class ResidualSE(nn.Module):
    """Grey faces `[n, 1, size, size]` or three equal channels to logits `[n, classes]`."""

    def __init__(self, classes=6, pooling="average"):
        super().__init__()
        pool = nn.AdaptiveAvgPool2d(1) if pooling == "average" else nn.AdaptiveMaxPool2d(1)
        blocks = [Block(64, 128), Block(128, 256), Block(256, 512), Block(512, 512)]
        self.features = nn.Sequential(*_stem(), *blocks, pool)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            MaskedDropout(0.4),
            nn.Linear(512, 256),
            nn.ReLU(),
            MaskedDropout(0.3),
            nn.Linear(256, classes),
        )

    def forward(self, x):
        return self.classifier(self.features(x.expand(-1, 3, -1, -1)))


class Residual(nn.Module):
    """The residual network of 4.83 M parameters: three blocks, pooling, one linear layer."""

    def __init__(self, classes=6):
        super().__init__()
        blocks = [Block(64, 128, False), Block(128, 256, False), Block(256, 512, False)]
        self.features = nn.Sequential(*_stem(), *blocks, nn.AdaptiveAvgPool2d(1))
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(512, classes))

    def forward(self, x):
        return self.classifier(self.features(x.expand(-1, 3, -1, -1)))


class Baseline(nn.Module):
    """The report's first network: four convolutions and one big linear layer, 33.8 M parameters."""

    def __init__(self, classes=6):
        super().__init__()
        layers, inputs = [], 3
        for index, outputs in enumerate([32, 64, 128, 128]):
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
            if index % 2 == 1:
                layers.append(nn.MaxPool2d(2))
            inputs = outputs
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(128 * 16 * 16, 1024), nn.ReLU(), nn.Linear(1024, classes)
        )

    def forward(self, x):
        return self.classifier(self.features(x.expand(-1, 3, -1, -1)))
