"""The words of the captions: English and Chinese names of everything a scene can hold."""

from __future__ import annotations

from dataclasses import dataclass

from studio.engine.training.illustrator.vocabulary import (
    Color,
    Place,
    Position,
    Size,
    Style,
    Subject,
    Time,
)

Options = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several phrasings per attribute: inside a sentence (`in_`) and alone in a list."""

    in_time: dict[Time, Options]
    time: dict[Time, Options]
    in_place: dict[Place, Options]
    place: dict[Place, Options]
    style: dict[Style, Options]
    color: dict[Color, Options]
    subject: dict[Subject, Options]
    position: dict[Position, Options]
    size: dict[Size, Options]


ENGLISH = Phrases(
    in_time={
        Time.DAY: ("by day", "in daylight", "on a sunny day", "during the day"),
        Time.DAWN: ("at dawn", "at sunrise", "in the early morning"),
        Time.SUNSET: ("at sunset", "in the evening light", "at dusk"),
        Time.NIGHT: ("at night", "under the moon", "in the dark of night"),
        Time.STORM: ("in a storm", "in stormy weather", "in the rain"),
        Time.FOG: ("in the fog", "in the mist", "on a foggy day"),
    },
    time={
        Time.DAY: ("day", "daytime", "daylight", "sunny day"),
        Time.DAWN: ("dawn", "sunrise", "early morning"),
        Time.SUNSET: ("sunset", "dusk", "evening"),
        Time.NIGHT: ("night", "at night", "moonlight"),
        Time.STORM: ("storm", "stormy", "rain"),
        Time.FOG: ("fog", "foggy", "mist"),
    },
    in_place={
        Place.MOUNTAINS: ("in the mountains", "in front of mountains", "among the mountains"),
        Place.HILLS: ("in the hills", "among rolling hills", "on the hills"),
        Place.SEA: ("by the sea", "at the sea", "on the sea", "by the ocean"),
        Place.DESERT: ("in the desert", "among the dunes", "in a sandy desert"),
        Place.CITY: ("in the city", "in a city", "in front of the city"),
        Place.FOREST: ("in the forest", "in the woods", "in a forest"),
        Place.SNOW: ("in the snow", "in a snowy landscape", "in winter snow"),
        Place.RIVER: ("by the river", "on the river", "at a river"),
        Place.SPACE: ("in space", "in outer space", "among the planets"),
    },
    place={
        Place.MOUNTAINS: ("mountains", "mountain landscape"),
        Place.HILLS: ("hills", "rolling hills"),
        Place.SEA: ("sea", "ocean", "seaside"),
        Place.DESERT: ("desert", "dunes", "sandy desert"),
        Place.CITY: ("city", "skyline"),
        Place.FOREST: ("forest", "woods"),
        Place.SNOW: ("snow", "snowy landscape", "winter"),
        Place.RIVER: ("river", "riverside"),
        Place.SPACE: ("space", "outer space"),
    },
    style={
        Style.FLAT: ("flat illustration", "flat design", "flat vector illustration"),
        Style.WATERCOLOR: ("watercolor", "watercolor painting", "watercolour"),
        Style.PENCIL: ("pencil", "pencil drawing", "colored pencil"),
        Style.NEON: ("neon cyberpunk", "neon", "cyberpunk"),
        Style.INK: ("ink", "ink drawing", "ink wash"),
        Style.PIXEL: ("pixel art", "pixel art picture"),
        Style.ANIME: ("anime film", "hand-painted anime film", "anime"),
        Style.STORYBOARD: ("storyboard sketch", "storyboard", "storyboard frame"),
    },
    color={color: (color.value,) for color in Color},
    subject={
        Subject.HOUSE: ("house",),
        Subject.TREE: ("tree",),
        Subject.BOAT: ("boat", "sailing boat"),
        Subject.ROCKET: ("rocket", "space rocket"),
        Subject.CASTLE: ("castle",),
        Subject.BALLOON: ("hot-air balloon", "hot air balloon", "balloon"),
        Subject.CAT: ("cat",),
        Subject.FISH: ("fish",),
        Subject.CAR: ("car",),
        Subject.FLOWER: ("flower",),
        Subject.ROBOT: ("robot",),
        Subject.LIGHTHOUSE: ("lighthouse",),
        Subject.WINDMILL: ("windmill",),
        Subject.MUSHROOM: ("mushroom",),
        Subject.BIRD: ("bird",),
    },
    position={
        Position.LEFT: ("on the left", "at the left"),
        Position.CENTER: ("in the center", "in the middle"),
        Position.RIGHT: ("on the right", "at the right"),
    },
    size={Size.SMALL: ("small", "little"), Size.LARGE: ("large", "big")},
)

CHINESE = Phrases(
    in_time={
        Time.DAY: ("白天", "晴天", "阳光下"),
        Time.DAWN: ("黎明", "清晨", "日出时"),
        Time.SUNSET: ("日落时", "黄昏", "傍晚", "夕阳下"),
        Time.NIGHT: ("夜晚", "夜里", "月光下", "晚上"),
        Time.STORM: ("暴风雨中", "风雨中"),
        Time.FOG: ("雾中", "大雾中", "雾天"),
    },
    time={
        Time.DAY: ("白天", "晴天", "日光"),
        Time.DAWN: ("黎明", "清晨", "日出"),
        Time.SUNSET: ("日落", "黄昏", "夕阳"),
        Time.NIGHT: ("夜晚", "夜", "月夜"),
        Time.STORM: ("暴风雨", "风雨"),
        Time.FOG: ("雾", "大雾", "雾天"),
    },
    in_place={
        Place.MOUNTAINS: ("山里", "群山中", "高山前"),
        Place.HILLS: ("山丘上", "丘陵上", "起伏的山丘上"),
        Place.SEA: ("海边", "海上", "大海边"),
        Place.DESERT: ("沙漠里", "沙漠中", "沙丘上"),
        Place.CITY: ("城市里", "城市中", "城里"),
        Place.FOREST: ("森林里", "树林中", "森林中"),
        Place.SNOW: ("雪地里", "雪地上", "雪中"),
        Place.RIVER: ("河边", "河上", "小河边"),
        Place.SPACE: ("太空中", "太空里", "宇宙中"),
    },
    place={
        Place.MOUNTAINS: ("山", "群山", "高山"),
        Place.HILLS: ("山丘", "丘陵"),
        Place.SEA: ("海边", "大海", "海"),
        Place.DESERT: ("沙漠", "沙丘"),
        Place.CITY: ("城市", "都市"),
        Place.FOREST: ("森林", "树林"),
        Place.SNOW: ("雪地", "雪", "雪景"),
        Place.RIVER: ("河边", "河流", "河"),
        Place.SPACE: ("太空", "宇宙"),
    },
    style={
        Style.FLAT: ("扁平插画", "扁平风格", "扁平插图"),
        Style.WATERCOLOR: ("水彩", "水彩画"),
        Style.PENCIL: ("铅笔", "铅笔画", "彩铅画"),
        Style.NEON: ("霓虹赛博朋克", "霓虹", "赛博朋克"),
        Style.INK: ("水墨", "水墨画", "墨水画"),
        Style.PIXEL: ("像素画", "像素艺术", "像素风格"),
        Style.ANIME: ("动画电影", "手绘动画", "手绘动画电影"),
        Style.STORYBOARD: ("分镜草图", "分镜", "故事板"),
    },
    color={
        Color.RED: ("红色",),
        Color.ORANGE: ("橙色", "橘色"),
        Color.YELLOW: ("黄色",),
        Color.GREEN: ("绿色",),
        Color.BLUE: ("蓝色",),
        Color.PURPLE: ("紫色",),
        Color.PINK: ("粉色", "粉红色"),
        Color.WHITE: ("白色",),
        Color.BLACK: ("黑色",),
    },
    subject={
        Subject.HOUSE: ("房子", "房屋"),
        Subject.TREE: ("树",),
        Subject.BOAT: ("船", "帆船"),
        Subject.ROCKET: ("火箭",),
        Subject.CASTLE: ("城堡",),
        Subject.BALLOON: ("热气球",),
        Subject.CAT: ("猫",),
        Subject.FISH: ("鱼",),
        Subject.CAR: ("汽车", "车"),
        Subject.FLOWER: ("花",),
        Subject.ROBOT: ("机器人",),
        Subject.LIGHTHOUSE: ("灯塔",),
        Subject.WINDMILL: ("风车",),
        Subject.MUSHROOM: ("蘑菇",),
        Subject.BIRD: ("鸟",),
    },
    position={
        Position.LEFT: ("左边", "左侧"),
        Position.CENTER: ("中间", "中央"),
        Position.RIGHT: ("右边", "右侧"),
    },
    size={Size.SMALL: ("小",), Size.LARGE: ("大",)},
)

MEASURES: dict[Subject, Options] = {
    Subject.HOUSE: ("一座", "一栋"),
    Subject.TREE: ("一棵",),
    Subject.BOAT: ("一艘", "一条"),
    Subject.ROCKET: ("一枚", "一艘"),
    Subject.CASTLE: ("一座",),
    Subject.BALLOON: ("一个", "一只"),
    Subject.CAT: ("一只",),
    Subject.FISH: ("一条",),
    Subject.CAR: ("一辆",),
    Subject.FLOWER: ("一朵",),
    Subject.ROBOT: ("一个", "一台"),
    Subject.LIGHTHOUSE: ("一座",),
    Subject.WINDMILL: ("一座", "一架"),
    Subject.MUSHROOM: ("一个", "一朵"),
    Subject.BIRD: ("一只",),
}
