package demo

import (
	"math/rand/v2"
	"strings"
)

// surnames, each as often as it is common: the first is written ten times as often as the last.
const surnames = `王王王王王王王李李李李李李李张张张张张张张刘刘刘刘刘陈陈陈陈陈杨杨杨杨黄黄黄赵赵赵吴吴吴周周周徐徐孙孙马马朱朱胡胡郭郭何何林林高高罗罗郑郑梁梁谢谢` +
	`宋宋唐唐许许韩韩邓邓冯冯曹曹彭彭曾曾肖肖田田董董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万覃武钱戴严莫孔向汤`

// given names by generation: grown old, grown up, still at school; for women and for men.
var given = [3][2]string{
	{"桂兰 秀珍 玉兰 凤英 淑珍 桂芳 玉华 秀荣 淑芬 玉梅 素琴 月英 桂珍 淑兰 惠芳 秀芝 玉琴 凤兰 素芬 美珍 雪琴 兰香 瑞芳 菊芬 翠英 银凤 彩云 巧珍 金娣 慧珠",
		"德福 国栋 建中 志刚 长林 永年 世昌 宝贵 福生 正清 守义 金山 荣根 振华 兆祥 鹤鸣 培德 明山 耀宗 家驹 炳坤 水根 庆余 茂林 连生 广才 望山 松年 顺发 新民"},
	{"晓梅 丽娟 海燕 雪芳 静怡 春燕 丽萍 小红 艳玲 雅琴 文娟 慧敏 佳慧 颖 婷 敏 倩 莉 雯 芸 晓琳 秋月 玲玲 冬梅 思敏 美玲 亚男 瑞雪 晓蓉 嘉怡 彩霞 芳 洁 蕾 欣 素云 立红 海霞 玉洁 晨曦",
		"志强 建军 海涛 文斌 晓东 立新 永刚 伟民 向东 俊杰 浩 磊 斌 峰 凯 鑫 勇 波 军 超 志远 庆丰 少华 学文 国平 春雷 明辉 家明 树林 光远 卫东 继伟 长青 洪波 宏 亮 健 毅 新宇 子健"},
	{"子涵 欣怡 梓萱 雨桐 诗琪 语嫣 一诺 可欣 若曦 思彤 芷晴 雨霏 佳音 晓悠 念安 书瑶 沐晴 锦瑶 安然 乐瑶 朵 悦 宁 果果 小满 星月 知夏 听雨 舒窈 米朵",
		"浩然 宇轩 子轩 梓豪 天佑 俊熙 嘉树 明哲 一鸣 奕辰 思远 睿 博文 子墨 昊天 书航 星辰 景行 乐天 致远 宸 煜 朗 小北 一帆 知行 望舒 亦凡 承宇 晓川"},
}

const (
	old = iota
	grown
	child
)

var givenNames = func() (lists [3][2][]string) {
	for age, sexes := range given {
		for sex, names := range sexes {
			lists[age][sex] = strings.Fields(names)
		}
	}
	return lists
}()

func surname(rng *rand.Rand) string {
	all := []rune(surnames)
	return string(all[rng.IntN(len(all))])
}

// givenName is a name of the generation; sex 0 is a woman. Two usual names are sometimes mixed into a new one.
func givenName(rng *rand.Rand, age, sex int) string {
	list := givenNames[age][sex]
	one, two := []rune(list[rng.IntN(len(list))]), []rune(list[rng.IntN(len(list))])
	if len(one) == 2 && len(two) == 2 && rng.IntN(2) == 0 {
		return string([]rune{one[0], two[1]})
	}
	return string(one)
}
